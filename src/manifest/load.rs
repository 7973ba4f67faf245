//! From a file or a text to a checked batch.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::diagnostic::Diagnostics;
use super::expand::{Expander, Instance};
use super::fill::fill;
use super::model::{Batch, Providers};
use super::node::{Entry, Node};
use super::notes::{Notes, Scope};
use super::paths::{Inputs, Outputs};
use super::raw;
use super::read::{At, Later, Read};
use super::resolve::{self, Resolver};
use super::source::{Source, Spot};
use super::template::{Context, Templates, value};
use super::{limits, marked};

/// What the command line says about a manifest.
#[derive(Debug, Default, Clone)]
pub struct Options {
    /// Whether outputs may lie outside of the manifest's folder.
    pub allow_outside: bool,
    /// Where outputs go instead of the manifest's folder; `out` below it where a video names none.
    pub output_dir: Option<PathBuf>,
    /// Settings that win over every video's, as keys of `defaults` and values of one word: `("fps", "60")`,
    /// `("voice", "de")`, `("captions", "none")`.
    pub overrides: Vec<(String, String)>,
    /// The same, for where the manifest is silent.
    pub usual: Vec<(String, String)>,
}

/// Reads the manifest at `path`.
///
/// # Errors
/// Everything that is wrong with it, also that it cannot be read.
pub fn load(path: &Path, options: &Options) -> Result<Batch, Diagnostics> {
    let text = read_file(path).map_err(|(message, help)| {
        Diagnostics::of_file(Source::new(path.to_owned(), ""), format!("manifest `{}` {message}", path.display()), help)
    })?;
    let root = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    parse(&text, path, root, options)
}

fn read_file(path: &Path) -> Result<String, (String, &'static str)> {
    let cannot = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => ("does not exist".to_owned(), "`reelmill init` writes one to start with"),
        _ => (format!("cannot be read: {error}"), "see that it is a file that you may read"),
    };
    if fs::metadata(path).map_err(cannot)?.is_dir() {
        return Err(("is a folder".into(), "name the YAML file in it"));
    }
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(limits::FILE_BYTES as u64 + 1).read_to_end(&mut bytes))
        .map_err(cannot)?;
    if bytes.len() > limits::FILE_BYTES {
        return Err(("is larger than 8 MiB".into(), TOO_LARGE));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        (format!("is not UTF-8 text (at byte {at})"), "save it as UTF-8")
    })
}

const TOO_LARGE: &str = "keep rows in a file of their own (`data: rows.csv`), or split the batch";

/// Reads a manifest's text. `source` is its name for messages; paths in it are relative to `root`.
///
/// # Errors
/// Everything that is wrong with it.
pub fn parse(text: &str, source: &Path, root: &Path, options: &Options) -> Result<Batch, Diagnostics> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let of_file = |message: String, help: &str| Diagnostics::of_file(Source::new(source.to_owned(), ""), message, help);
    if text.len() > limits::FILE_BYTES {
        return Err(of_file("the manifest is larger than 8 MiB".into(), TOO_LARGE));
    }
    let absolute = std::path::absolute(root).map_err(|error| {
        of_file(
            format!("the folder `{}` cannot be found: {error}", root.display()),
            "name the manifest by its full path",
        )
    })?;
    let (flags, usual) = (given(&options.overrides)?, given(&options.usual)?);
    let mut loading = Loading {
        notes: Notes::new(Source::new(source.to_owned(), text)),
        templates: Templates::new(),
        inputs: Inputs::new(root.to_owned(), absolute),
        flags,
        usual,
        options,
    };
    match loading.batch(text, source) {
        Some(batch) if loading.notes.is_empty() => Ok(batch),
        _ => Err(loading.notes.into_diagnostics()),
    }
}

/// Settings from the command line or the config file, with problems of their own.
fn given(settings: &[(String, String)]) -> Result<raw::Settings, Diagnostics> {
    let entry = |(key, value): &(String, String)| Entry {
        key: key.as_str().into(),
        key_spot: Spot::NOWHERE,
        value: Node::text(Spot::NOWHERE, value.as_str()),
    };
    let node = Arc::new(Node::new(Spot::NOWHERE, super::node::Kind::Map(settings.iter().map(entry).collect())));
    let mut notes = Notes::new(Source::new("command line".into(), ""));
    let flags = raw::Settings::read(&node, &mut notes);
    match flags {
        Some(flags) if notes.is_empty() => Ok(flags),
        _ => Err(notes.into_diagnostics()),
    }
}

struct Loading<'a> {
    notes: Notes,
    templates: Templates,
    inputs: Inputs,
    flags: raw::Settings,
    usual: raw::Settings,
    options: &'a Options,
}

impl Loading<'_> {
    fn batch(&mut self, text: &str, source: &Path) -> Option<Batch> {
        let tree = marked::parse(text, &mut self.notes)?;
        let manifest = raw::Manifest::read(&tree, &mut self.notes)?;
        let raw::Manifest { version: _, config, vars, data, defaults, videos, providers, faulty } = manifest;
        let context = self.vars(vars);
        let config = self.section(config, &context).map(resolve::config).unwrap_or_default();
        let providers = self.section(providers, &context).unwrap_or_default();
        let providers = resolve::providers(providers, &mut self.inputs, &mut self.notes);
        let data = data.map(|at| fill(&at.value.node, &context, &mut self.templates, &mut self.notes));
        let Some(videos) = videos else {
            if !faulty {
                self.notes.error(tree.spot, "there are no `videos`").help(NO_VIDEOS);
            }
            return None;
        };
        if videos.value.is_empty() {
            self.notes.error(videos.spot, "`videos` is empty").help(NO_VIDEOS);
        }
        let defaults = defaults.map(|at| at.value.node);
        let nodes: Vec<Arc<Node>> = videos.value.into_iter().map(|at| at.value.node).collect();
        let mut expander = Expander::new(&mut self.notes, &mut self.templates, &mut self.inputs, context);
        expander.data = data;
        expander.defaults.clone_from(&defaults);
        expander.overrides = &self.options.overrides;
        let instances = expander.expand(&nodes);
        let videos = self.videos(&instances, defaults.as_ref(), &providers);
        resolve::check_outputs(&videos, &self.inputs.found(), source, &mut self.notes);
        let videos = videos.into_iter().map(|(video, _)| video).collect();
        Some(Batch { source: source.to_owned(), config, videos, providers })
    }

    /// `vars`, each of which may use those before it.
    fn vars(&mut self, vars: Option<At<Later<raw::Vars>>>) -> Context {
        let mut context = Context::default();
        let mut seen = std::collections::BTreeMap::new();
        context.set("vars", seen.clone().into());
        let Some(vars) = vars.map(|at| at.value.node) else { return context };
        self.notes.key = "vars".into();
        raw::Vars::read(&vars, &mut self.notes);
        for entry in vars.entries() {
            let node = fill(&entry.value, &context, &mut self.templates, &mut self.notes);
            seen.insert(entry.key.clone(), value(&node));
            context.set("vars", seen.clone().into());
        }
        context
    }

    fn section<T: Read>(&mut self, section: Option<At<Later<T>>>, context: &Context) -> Option<T> {
        let node = fill(&section?.value.node, context, &mut self.templates, &mut self.notes);
        self.notes.key.clear();
        T::read(&node, &mut self.notes)
    }

    fn videos(
        &mut self,
        instances: &[Instance],
        defaults: Option<&Arc<Node>>,
        providers: &Providers,
    ) -> Vec<(super::model::Video, Spot)> {
        // Defaults without templates are the same for all videos, and so are their problems.
        let shared = match defaults {
            Some(node) if !node.templated => raw::Settings::read(node, &mut self.notes),
            _ => Some(raw::Settings::default()),
        };
        let chosen = self.options.output_dir.as_deref().and_then(|folder| std::path::absolute(folder).ok());
        let outputs = Outputs::new(self.inputs.root(), chosen, self.options.allow_outside);
        let mut resolver = Resolver {
            notes: &mut self.notes,
            templates: &mut self.templates,
            inputs: &mut self.inputs,
            outputs,
            providers,
            flags: &self.flags,
        };
        let mut videos = Vec::with_capacity(instances.len());
        for instance in instances {
            resolver.notes.scope = Scope { video: Some(instance.id.clone()), row: instance.row, scene: None };
            let base = match defaults {
                Some(node) if node.templated => {
                    let node = fill(node, &instance.context, resolver.templates, resolver.notes);
                    resolver.notes.key.clear();
                    raw::Settings::read(&node, resolver.notes)
                }
                _ => shared.clone(),
            };
            let base = base.map(|base| base.over(self.usual.clone()));
            let node = fill(&instance.node, &instance.context, resolver.templates, resolver.notes);
            resolver.notes.key.clear();
            let raw = raw::Video::read(&node, resolver.notes);
            videos.extend(raw.zip(base).and_then(|(raw, base)| resolver.video(raw, base, instance)));
        }
        self.notes.scope = Scope::default();
        videos
    }
}

const NO_VIDEOS: &str = "add one: `videos: [{topic: haunted house}]`; `reelmill init` writes a longer manifest";

#[cfg(test)]
mod tests;
