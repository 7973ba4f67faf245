//! What calls cost, and the limit that holds however many are under way: the most that a call can cost is set aside
//! before it is sent, and what it did cost is settled after it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::http::{Fault, ServiceError};
use crate::event::MicroUsd;

/// Micro-dollars a million tokens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TokenPrice {
    pub input: u64,
    pub output: u64,
}

impl TokenPrice {
    pub fn of(self, input: u64, output: u64) -> MicroUsd {
        MicroUsd(share(self.input, input).saturating_add(share(self.output, output)))
    }
}

/// The price of so many of what costs `million` a million, rounded up.
pub fn share(million: u64, count: u64) -> u64 {
    u64::try_from((u128::from(million) * u128::from(count)).div_ceil(1_000_000)).unwrap_or(u64::MAX)
}

/// About as many tokens as a text has, rather more than fewer: a token is some four letters of English, less elsewhere.
pub fn tokens(text: &str) -> u64 {
    (text.len() as u64).div_ceil(3)
}

/// What a run may spend. Cheap to clone.
#[derive(Clone, Default)]
pub struct Budget(Arc<Inner>);

#[derive(Default)]
struct Inner {
    state: Mutex<State>,
    settled: Notify,
}

#[derive(Debug, Default)]
struct State {
    most: Option<u64>,
    spent: u64,
    reserved: u64,
    refused: bool,
}

/// Money set aside for a call; given back when dropped unsettled.
pub struct Reserved {
    budget: Budget,
    most: u64,
}

impl Budget {
    /// `None`: without a limit.
    pub fn new(most: Option<MicroUsd>) -> Self {
        let state = State { most: most.map(|most| most.0), ..State::default() };
        Self(Arc::new(Inner { state: Mutex::new(state), settled: Notify::new() }))
    }

    /// Sets aside the most that a call can cost. Waits while only what others have set aside is in the way.
    ///
    /// # Errors
    /// What is spent already leaves too little.
    pub async fn reserve(&self, most: MicroUsd) -> Result<Reserved, ServiceError> {
        loop {
            let settled = self.0.settled.notified();
            tokio::pin!(settled);
            settled.as_mut().enable();
            {
                let mut state = self.state();
                let limit = state.most.unwrap_or(u64::MAX);
                if state.spent.saturating_add(most.0) > limit {
                    state.refused = true;
                    return Err(over(most, state.spent, limit));
                }
                if state.spent.saturating_add(state.reserved).saturating_add(most.0) <= limit {
                    state.reserved += most.0;
                    return Ok(Reserved { budget: self.clone(), most: most.0 });
                }
            }
            settled.await;
        }
    }

    pub fn spent(&self) -> MicroUsd {
        MicroUsd(self.state().spent)
    }

    /// Whether a call was not made for want of money.
    pub fn refused(&self) -> bool {
        self.state().refused
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reserved {
    /// The call has cost so much.
    pub fn settle(self, cost: MicroUsd) {
        self.budget.state().spent += cost.0;
    }
}

impl Drop for Reserved {
    fn drop(&mut self) {
        self.budget.state().reserved -= self.most;
        self.budget.0.settled.notify_waiters();
    }
}

fn over(most: MicroUsd, spent: u64, limit: u64) -> ServiceError {
    let cause =
        format!("it may cost up to {}, and {} of {} are spent", dollars(most.0), dollars(spent), dollars(limit));
    ServiceError::new(Fault::OverBudget, cause).help("raise `max_cost`; what is made already is kept")
}

/// `$0.0042`: as many digits as tell it apart from nothing, at least cents.
pub fn dollars(micro_usd: u64) -> String {
    let text = format!("{}.{:06}", micro_usd / 1_000_000, micro_usd % 1_000_000);
    let cents = text.len() - 4;
    let kept = text.trim_end_matches('0').len().max(cents);
    format!("${}", &text[..kept])
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    #[test]
    fn prices_round_up_to_a_whole_micro_dollar() {
        let price = TokenPrice { input: 150_000, output: 600_000 };
        assert_eq!(price.of(1_000_000, 0), MicroUsd(150_000));
        assert_eq!(price.of(1, 1), MicroUsd(2));
        assert_eq!(price.of(0, 0), MicroUsd(0));
        assert_eq!(
            (dollars(2_500_000), dollars(4_200), dollars(0)),
            ("$2.50".into(), "$0.0042".into(), "$0.00".into())
        );
    }

    #[tokio::test]
    async fn what_is_set_aside_is_waited_for_and_what_is_spent_is_not() {
        let budget = Budget::new(Some(MicroUsd(100)));
        let first = budget.reserve(MicroUsd(70)).await.unwrap();
        assert!(budget.reserve(MicroUsd(70)).now_or_never().is_none(), "it may be enough once the first is settled");
        let (second, ()) = tokio::join!(budget.reserve(MicroUsd(70)), async { first.settle(MicroUsd(30)) });
        second.unwrap().settle(MicroUsd(70));
        assert_eq!(budget.spent(), MicroUsd(100));
        assert!(!budget.refused());
        assert_eq!(budget.reserve(MicroUsd(1)).await.err().unwrap().fault, Fault::OverBudget);
        assert!(budget.refused());
        assert!(budget.reserve(MicroUsd(0)).await.is_ok(), "what is free is not in the way");
    }

    #[tokio::test]
    async fn a_call_that_failed_has_cost_nothing() {
        let budget = Budget::new(Some(MicroUsd(100)));
        drop(budget.reserve(MicroUsd(100)).await.unwrap());
        assert!(budget.reserve(MicroUsd(100)).now_or_never().unwrap().is_ok());
    }
}
