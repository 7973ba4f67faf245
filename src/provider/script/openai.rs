//! Any OpenAI-compatible language model as a script writer. Servers differ in what they understand, so a request that
//! one refuses is put more simply, and that is remembered for its next one.

mod manners;

use std::sync::atomic::{AtomicU64, Ordering};

use serde::Deserialize;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use self::manners::{Format, Manners};
use super::{Brief, ScriptError, Written, check, prompt};
use crate::event::MicroUsd;
use crate::media::script::ScriptText;
use crate::provider::Services;
use crate::provider::http::{Ask, Endpoint, Fault, Service, ServiceError, is_unread_by_its_server};
use crate::provider::money::{TokenPrice, tokens};

/// Tokens of an answer, also those that a model spends on thinking.
const LEAST_TOKENS: u64 = 8192;
const TOKENS_A_WORD: u64 = 16;

/// A model, with all that changes what it writes.
#[derive(Debug, Clone)]
pub struct Model {
    pub endpoint: Endpoint,
    pub model: String,
    /// The template of the question.
    pub prompt: String,
    pub price: TokenPrice,
}

/// What a model said.
struct Said {
    text: String,
    /// It ended because it was too long.
    cut: bool,
}

/// Asks for a script; an answer that does not suit is sent back once with what is wrong.
///
/// # Errors
/// No answer, a refusal, or two answers that are no script; the last is kept for the log.
pub async fn write(
    services: &Services,
    model: &Model,
    brief: &Brief,
    cancel: &CancellationToken,
) -> Result<Written, ScriptError> {
    let service = services.at(&model.endpoint).map_err(|error| told(error, MicroUsd(0)))?;
    let writer = Writer { service: &service, services, model, brief, cancel, spent: AtomicU64::new(0) };
    let failed = |error: ServiceError| told(error, MicroUsd(writer.spent()));
    let question = prompt::filled(&model.prompt, brief).map_err(ScriptError::failed)?;
    let mut messages =
        vec![json!({ "role": "system", "content": SYSTEM }), json!({ "role": "user", "content": question })];
    let first = writer.say(&messages).await.map_err(failed)?;
    let fault = match writer.judge(&first, check::TOLERANCE[0]) {
        Ok(script) => return Ok(Written { script, micro_usd: writer.spent() }),
        Err(fault) => fault,
    };
    messages.push(json!({ "role": "assistant", "content": first.text }));
    messages.push(json!({ "role": "user", "content": format!(
        "That cannot be used: {fault}. Write the whole script again with this mended, as one JSON object and nothing else."
    ) }));
    let second = writer.say(&messages).await.map_err(failed)?;
    let micro_usd = writer.spent();
    match writer.judge(&second, check::TOLERANCE[1]) {
        Ok(script) => Ok(Written { script, micro_usd }),
        Err(fault) => Err(ScriptError::Failed {
            cause: format!("{} wrote no usable script in two tries: {fault}", model.endpoint.name),
            help: Some("try another model, or ask for less; the answer is in the log".to_owned()),
            log: Some(second.text),
            micro_usd,
        }),
    }
}

/// The most that a script can cost: the question and two answers.
pub fn estimate(model: &Model, brief: &Brief) -> MicroUsd {
    let question = prompt::filled(&model.prompt, brief).map_or(0, |text| tokens(&text));
    model.price.of(question, u64::from(brief.words.unwrap_or(110)) * 3)
}

const SYSTEM: &str = "You write narration for short videos. You answer with one JSON object and nothing else.";

struct Writer<'a> {
    service: &'a Service,
    services: &'a Services,
    model: &'a Model,
    brief: &'a Brief,
    cancel: &'a CancellationToken,
    /// Micro-dollars, for answers of any kind: refusals are paid too.
    spent: AtomicU64,
}

impl Writer<'_> {
    fn spent(&self) -> u64 {
        self.spent.load(Ordering::Relaxed)
    }

    fn judge(&self, said: &Said, tolerance: usize) -> Result<ScriptText, String> {
        let name = &self.model.model;
        let read = check::read(&said.text, name);
        if said.cut && read.is_err() {
            return Err("the answer was cut off because it is too long".to_owned());
        }
        read.and_then(|script| check::suits(&script, self.brief, tolerance).map(|()| script))
    }

    /// One paid answer; steps down in what is asked of the server until it understands.
    async fn say(&self, messages: &[Value]) -> Result<Said, ServiceError> {
        let mut manners = Manners::of(self.service.learnt());
        loop {
            match self.ask(messages, manners).await {
                Ok(said) => {
                    self.service.learn(manners.number());
                    return Ok(said);
                }
                Err(error) => match error.fault {
                    Fault::Refused(400 | 404 | 415 | 422 | 501) => {
                        let said = error.log.as_deref().unwrap_or(&error.cause);
                        manners = manners.simpler(said).ok_or(error)?;
                    }
                    // As text we read what its own server cannot.
                    Fault::Refused(500) if is_unread_by_its_server(error.log.as_deref().unwrap_or_default()) => {
                        manners = manners.plainest().ok_or(error)?;
                    }
                    _ => return Err(error),
                },
            }
        }
    }

    async fn ask(&self, messages: &[Value], manners: Manners) -> Result<Said, ServiceError> {
        let asked: u64 = messages.iter().map(|message| tokens(&message.to_string())).sum();
        let most = (u64::from(self.brief.words.unwrap_or(0)) * TOKENS_A_WORD).max(LEAST_TOKENS);
        let budget = self.services.budget();
        let reserved = budget.reserve(self.model.price.of(asked, most)).await?;
        let mut body = json!({ "model": self.model.model, "messages": messages });
        body[manners.tokens_name()] = most.into();
        if !manners.no_seed {
            // Signed 32 bits are what all servers take.
            body["seed"] = (self.brief.seed & 0x7fff_ffff).into();
        }
        match manners.format {
            Format::Schema => body["response_format"] = json!({ "type": "json_schema", "json_schema": schema() }),
            Format::Object => body["response_format"] = json!({ "type": "json_object" }),
            Format::Text => {}
        }
        let answer = self.service.call(&Ask::post("/chat/completions", body), self.cancel).await?;
        let reply: Result<Reply, _> = answer.json();
        let usage = reply.as_ref().ok().and_then(|reply| reply.usage);
        let (input, output) =
            usage.map_or((asked, tokens(&answer.text())), |usage| (usage.prompt_tokens, usage.completion_tokens));
        let cost = self.model.price.of(input, output);
        reserved.settle(cost);
        self.spent.fetch_add(cost.0, Ordering::Relaxed);
        reply?.said(&self.model.endpoint.name).map_err(|error| error.log(answer.text()))
    }
}

/// The shape that a script must have, strictly.
fn schema() -> Value {
    let text = json!({ "type": "string" });
    let object = |properties: Value| {
        let required: Vec<&String> = properties.as_object().map(|fields| fields.keys().collect()).unwrap_or_default();
        json!({ "type": "object", "required": required, "additionalProperties": false, "properties": properties })
    };
    let scene = object(json!({ "title": text, "narration": text, "idea": text }));
    let script = object(json!({
        "title": text,
        "description": text,
        "tags": { "type": "array", "items": text },
        "scenes": { "type": "array", "items": scene },
    }));
    json!({ "name": "script", "strict": true, "schema": script })
}

#[derive(Deserialize)]
struct Reply {
    #[serde(default)]
    choices: Vec<Choice>,
    usage: Option<Usage>,
}

#[derive(Deserialize)]
struct Choice {
    message: Message,
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Message {
    content: Option<String>,
    refusal: Option<String>,
}

#[derive(Deserialize, Clone, Copy)]
struct Usage {
    #[serde(default)]
    prompt_tokens: u64,
    #[serde(default)]
    completion_tokens: u64,
}

impl Reply {
    fn said(self, name: &str) -> Result<Said, ServiceError> {
        let Some(Choice { message, finish_reason }) = self.choices.into_iter().next() else {
            return Err(ServiceError::unusable(format!("{name} gave no answer")));
        };
        if let Some(refusal) = message.refusal.filter(|text| !text.is_empty()) {
            let cause = format!("{name} refuses to write this: {}", crate::media::script::squeeze(&refusal));
            return Err(ServiceError::unusable(cause).help("change the topic or the words of the brief"));
        }
        if finish_reason.as_deref() == Some("content_filter") {
            return Err(ServiceError::unusable(format!("{name} does not write this: its content filter stopped it"))
                .help("change the topic or the words of the brief"));
        }
        let text = message.content.unwrap_or_default();
        Ok(Said { text, cut: finish_reason.as_deref() == Some("length") })
    }
}

fn told(error: ServiceError, spent: MicroUsd) -> ScriptError {
    let ServiceError { cause, help, log, fault } = error;
    match fault {
        Fault::Cancelled => ScriptError::Cancelled,
        _ => ScriptError::Failed { cause, help, log, micro_usd: spent.0 },
    }
}
