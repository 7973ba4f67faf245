//! The services of manifests, asked what costs nothing: is the key right, is the model there, how long does it take.

use std::path::PathBuf;
use std::time::Instant;

use tokio_util::sync::CancellationToken;

use super::doctor::{Finding, Missing};
use super::load;
use super::prices::{self, Priced};
use crate::manifest::model::{Providers, ScriptProvider, StockKind, VoiceProvider, VoiceService};
use crate::manifest::{Diagnostics, Options};
use crate::media::units::span;
use crate::provider::http::{Endpoint, Service, ServiceError};
use crate::provider::speech::service::VoiceKind;
use crate::provider::{Services, greeting, picture};
use crate::video;

/// What a service is asked.
enum Question {
    Model(String),
    Voice(VoiceKind, Option<String>),
    Stock(picture::StockKind),
}

/// A finding for each service of each manifest.
pub async fn services(manifests: &[PathBuf]) -> anyhow::Result<Result<Vec<Finding>, Diagnostics>> {
    let (mut questions, mut priced) = (Vec::new(), Vec::new());
    for path in manifests {
        match load::one(path, &Options { allow_outside: true, ..Options::default() })? {
            Ok(batch) => {
                questions.extend(questions_of(&batch.providers));
                priced.extend(prices::of(&batch.providers));
            }
            Err(diagnostics) => return Ok(Err(diagnostics)),
        }
    }
    let (services, cancel) = (Services::default(), CancellationToken::new());
    let asked = questions.into_iter().map(|(endpoint, question)| ask(&services, endpoint, question, &cancel));
    let mut findings = futures::future::join_all(asked).await;
    for Finding { what, found } in &mut findings {
        let price = priced.iter().find(|priced| priced.name == *what).and_then(Priced::note);
        if let (Ok(told), Some(note)) = (found, price) {
            *told = format!("{told}; {note}");
        }
    }
    Ok(Ok(findings))
}

fn questions_of(providers: &Providers) -> Vec<(Endpoint, Question)> {
    let Providers { script, voices, stock, images, hosts: _ } = providers;
    let mut questions = Vec::new();
    for provider in script {
        if let ScriptProvider::Openai(model) = provider {
            let endpoint = video::endpoint(&model.model, &model.connection);
            questions.push((endpoint, Question::Model(model.model.clone())));
        }
    }
    for (name, provider) in voices {
        if let VoiceProvider::Service(service) = provider {
            let VoiceService { voice, .. } = service;
            let (kind, endpoint) = video::voice_service(name, service);
            questions.push((endpoint, Question::Voice(kind, voice.clone())));
        }
    }
    for provider in stock {
        let kind = match provider.kind {
            StockKind::Pexels => picture::StockKind::Pexels,
            StockKind::Pixabay => picture::StockKind::Pixabay,
        };
        questions.push((video::endpoint(kind.name(), &provider.connection), Question::Stock(kind)));
    }
    for provider in images {
        let endpoint = video::endpoint(&provider.model, &provider.connection);
        questions.push((endpoint, Question::Model(provider.model.clone())));
    }
    questions
}

async fn ask(services: &Services, endpoint: Endpoint, question: Question, cancel: &CancellationToken) -> Finding {
    let began = Instant::now();
    let what = endpoint.name.clone();
    let answered = match services.at(&endpoint) {
        Ok(service) => answer(&service, &question, cancel).await,
        Err(error) => Err(error),
    };
    let found = match answered {
        Ok(told) => Ok(format!("{told}, after {}", span(began.elapsed()))),
        Err(ServiceError { cause, help, .. }) => {
            let remedy = help.unwrap_or_else(|| "see that `base_url` and `api_key` are right".to_owned());
            Err(Missing { what: cause, remedy })
        }
    };
    Finding { what, found }
}

async fn answer(service: &Service, question: &Question, cancel: &CancellationToken) -> Result<String, ServiceError> {
    match question {
        Question::Model(model) => greeting::model(service, model, cancel).await,
        Question::Voice(kind, voice) => greeting::voice(service, *kind, voice.as_deref(), cancel).await,
        Question::Stock(kind) => greeting::stock(service, *kind, cancel).await,
    }
}
