//! How languages write comments and texts, and their words.

/// What a language's lines are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Words, of which some are called and some are types.
    Code,
    /// A word before `:` or `=` is a key.
    Keys,
    /// Text between tags.
    Markup,
    /// Text with marks at the starts of its lines.
    Prose,
    /// Lines that came and lines that went.
    Changes,
}

/// A text's ends, and what may be between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quote {
    pub open: &'static str,
    pub close: &'static str,
    pub rule: Rule,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// A backslash takes the next letter with it; ends with the line at the latest.
    Escapes,
    /// As it stands; ends with the line at the latest.
    Raw,
    /// Over as many lines as it takes.
    Lines,
    /// One letter, which may be escaped: the mark has another meaning elsewhere.
    Letter,
}

#[derive(Debug)]
pub(super) struct Language {
    /// Its name, other names, and its files' endings.
    pub names: &'static [&'static str],
    pub form: Form,
    /// Start comments that go on to the line's end.
    pub comments: &'static [&'static str],
    /// Comments with two ends.
    pub blocks: &'static [(&'static str, &'static str)],
    /// The longer openings first.
    pub quotes: &'static [Quote],
    /// Separated by spaces.
    pub keywords: &'static str,
    /// Keywords may be written in capitals.
    pub any_case: bool,
    /// Letters of words beside those of the alphabet and `_`.
    pub letters: &'static str,
}

impl Language {
    pub fn named(name: &str) -> Option<&'static Self> {
        let name = name.trim().trim_start_matches('.').to_lowercase();
        ALL.iter().find(|language| language.names.contains(&name.as_str()))
    }

    pub fn is_keyword(&self, word: &str) -> bool {
        let equal = |keyword: &str| match self.any_case {
            true => keyword.eq_ignore_ascii_case(word),
            false => keyword == word,
        };
        self.keywords.split(' ').any(equal)
    }
}

const DOUBLE: Quote = Quote { open: "\"", close: "\"", rule: Rule::Escapes };
const SINGLE: Quote = Quote { open: "'", close: "'", rule: Rule::Escapes };
const LETTER: Quote = Quote { open: "'", close: "'", rule: Rule::Letter };
const RAW: Quote = Quote { open: "'", close: "'", rule: Rule::Raw };
const BACKTICK: Quote = Quote { open: "`", close: "`", rule: Rule::Lines };
const CODE: Quote = Quote { open: "`", close: "`", rule: Rule::Raw };
const FENCE: Quote = Quote { open: "```", close: "```", rule: Rule::Lines };
const THREE_DOUBLE: Quote = Quote { open: "\"\"\"", close: "\"\"\"", rule: Rule::Lines };
const THREE_SINGLE: Quote = Quote { open: "'''", close: "'''", rule: Rule::Lines };

/// The family of C.
const BRACES: Language = Language {
    names: &[],
    form: Form::Code,
    comments: &["//"],
    blocks: &[("/*", "*/")],
    quotes: &[DOUBLE, LETTER],
    keywords: "",
    any_case: false,
    letters: "",
};

/// The family of the shell.
const HASHES: Language = Language { comments: &["#"], blocks: &[], quotes: &[DOUBLE, SINGLE], ..BRACES };

/// The family of SGML.
const TAGS: Language =
    Language { form: Form::Markup, comments: &[], blocks: &[("<!--", "-->")], letters: "-:", ..HASHES };

pub(super) const ALL: &[Language] = &[
    Language {
        names: &["rust", "rs"],
        keywords: "as async await break const continue crate dyn else enum extern fn for if impl in let loop match mod move \
                   mut pub ref return self Self static struct super trait type unsafe use where while",
        ..BRACES
    },
    Language {
        names: &["python", "py", "pyw"],
        quotes: &[THREE_DOUBLE, THREE_SINGLE, DOUBLE, SINGLE],
        keywords: "and as assert async await break case class continue def del elif else except finally for from global if \
                   import in is lambda match nonlocal not or pass raise return try while with yield self",
        ..HASHES
    },
    Language {
        names: &["javascript", "js", "jsx", "mjs"],
        keywords: SCRIPT,
        quotes: &[DOUBLE, SINGLE, BACKTICK],
        ..BRACES
    },
    Language { names: &["typescript", "ts", "tsx"], keywords: SCRIPT, quotes: &[DOUBLE, SINGLE, BACKTICK], ..BRACES },
    Language {
        names: &["go", "golang"],
        quotes: &[DOUBLE, LETTER, BACKTICK],
        keywords: "break case chan const continue default defer else fallthrough for func go goto if import interface map \
                   package range return select struct switch type var",
        ..BRACES
    },
    Language { names: &["c", "h"], keywords: C, ..BRACES },
    Language { names: &["c++", "cpp", "cc", "cxx", "hpp"], keywords: CPP, ..BRACES },
    Language { names: &["c#", "cs", "csharp"], keywords: MANAGED, ..BRACES },
    Language { names: &["java"], quotes: &[THREE_DOUBLE, DOUBLE, LETTER], keywords: MANAGED, ..BRACES },
    Language { names: &["scala"], quotes: &[THREE_DOUBLE, DOUBLE, LETTER], keywords: MODERN, ..BRACES },
    Language { names: &["kotlin", "kt", "kts"], quotes: &[THREE_DOUBLE, DOUBLE, LETTER], keywords: MODERN, ..BRACES },
    Language { names: &["swift"], quotes: &[THREE_DOUBLE, DOUBLE], keywords: MODERN, ..BRACES },
    Language { names: &["dart"], quotes: &[THREE_DOUBLE, THREE_SINGLE, DOUBLE, SINGLE], keywords: MANAGED, ..BRACES },
    Language {
        names: &["php"],
        comments: &["//", "#"],
        quotes: &[DOUBLE, SINGLE],
        keywords: "abstract array as break case catch class const continue declare default do echo else elseif empty extends \
                   final finally fn for foreach function global if implements include interface isset match namespace new \
                   php print private protected public readonly require return static switch throw trait try unset use while",
        ..BRACES
    },
    Language {
        names: &["ruby", "rb"],
        keywords: "alias and begin break case class def do else elsif end ensure for if in module next not or private raise \
                   redo require rescue retry return self super then unless until when while yield",
        ..HASHES
    },
    Language {
        names: &["lua"],
        comments: &["--"],
        blocks: &[("--[[", "]]")],
        quotes: &[Quote { open: "[[", close: "]]", rule: Rule::Lines }, DOUBLE, SINGLE],
        keywords: "and break do else elseif end for function goto if in local not or repeat return then until while",
        ..HASHES
    },
    Language {
        names: &["haskell", "hs"],
        comments: &["--"],
        blocks: &[("{-", "-}")],
        quotes: &[DOUBLE, LETTER],
        keywords: "case class data default deriving do else foreign if import in infix infixl infixr instance let module \
                   newtype of qualified then type where",
        ..BRACES
    },
    Language {
        names: &["r"],
        keywords: "break else for function if in library next repeat require return while",
        letters: ".",
        ..HASHES
    },
    Language {
        names: &["bash", "sh", "shell", "zsh", "console"],
        quotes: &[DOUBLE, RAW],
        keywords: SHELL,
        letters: "-",
        ..HASHES
    },
    Language {
        names: &["nushell", "nu"],
        quotes: &[DOUBLE, RAW],
        keywords: "alias def do each else error export extern filter for get if in let loop match module mut overlay return \
                   select sort source try use where while",
        letters: "-",
        ..HASHES
    },
    Language {
        names: &["sql", "postgres", "mysql", "sqlite"],
        comments: &["--"],
        quotes: &[Quote { rule: Rule::Raw, ..DOUBLE }, RAW],
        keywords: "add all alter and as asc begin between by case check column commit constraint create cross default delete \
                   desc distinct drop else end except exists foreign from full group having if in index inner insert intersect \
                   into is join key left like limit not offset on or order outer over partition primary references returning \
                   right rollback select set table then union unique update using values view when where with",
        any_case: true,
        ..BRACES
    },
    Language { names: &["json"], form: Form::Keys, quotes: &[DOUBLE], ..BRACES },
    Language { names: &["yaml", "yml"], form: Form::Keys, quotes: &[DOUBLE, RAW], letters: "-.", ..HASHES },
    Language {
        names: &["toml"],
        form: Form::Keys,
        quotes: &[THREE_DOUBLE, THREE_SINGLE, DOUBLE, RAW],
        letters: "-.",
        ..HASHES
    },
    Language { names: &["css", "scss"], form: Form::Keys, quotes: &[DOUBLE, SINGLE], letters: "-", ..BRACES },
    Language { names: &["html", "htm"], ..TAGS },
    Language { names: &["xml", "svg"], ..TAGS },
    Language { names: &["markdown", "md"], form: Form::Prose, comments: &[], quotes: &[FENCE, CODE], ..HASHES },
    Language { names: &["latex", "tex"], comments: &["%"], quotes: &[], letters: "\\", ..HASHES },
    Language { names: &["diff", "patch"], form: Form::Changes, comments: &[], quotes: &[], ..HASHES },
    Language { names: &["csv"], comments: &[], quotes: &[Quote { rule: Rule::Raw, ..DOUBLE }], ..HASHES },
    Language {
        names: &["asm", "s"],
        comments: &[";", "#", "//"],
        keywords: "add adc and b bl call cmp dec div imul inc int ja jae jb je jg jge jl jle jmp jne jnz jz ldr lea leave loop \
                   mov movzx mul neg nop not or pop push ret sar shl shr str sub syscall test xor",
        any_case: true,
        letters: ".%",
        ..BRACES
    },
    Language {
        names: &["prolog", "pl"],
        comments: &["%"],
        quotes: &[DOUBLE, SINGLE],
        keywords: "dynamic fail findall is member module not use_module",
        ..BRACES
    },
];

const C: &str = "auto bool break case char const continue default define do double else enum extern float for goto if include inline \
                 int long register restrict return short signed sizeof static struct switch typedef union unsigned void \
                 volatile while";

const CPP: &str = "alignas auto bool break case catch char class co_await co_return co_yield concept const constexpr continue \
                   decltype default define delete do double else enum explicit extern final float for friend goto if include \
                   inline int long mutable namespace new noexcept operator override private protected public requires return \
                   short signed sizeof static struct switch template this throw try typedef typename union unsigned using \
                   virtual void volatile while";

/// Java, C# and Dart.
const MANAGED: &str = "abstract as async await base bool boolean break byte case catch char class const continue default delegate \
                       do double dynamic else enum event extends extension external factory final finally float for foreach \
                       get goto if implements import in instanceof int interface internal is late let lock long mixin namespace \
                       new object operator out override package partial private protected public readonly record ref required \
                       return sealed set short static string struct super switch synchronized this throw throws transient try \
                       typeof using var virtual void volatile when while with yield";

/// Kotlin, Scala and Swift.
const MODERN: &str = "abstract actor as associatedtype async await break by case catch class companion continue data def default \
                      defer deinit do else enum extends extension fallthrough fileprivate final finally for fun func given guard \
                      if implicit import in init inline inout interface internal is lateinit lazy let match mutating new object \
                      open operator override package private protocol public repeat rethrows return sealed self some static \
                      struct super suspend switch then this throw throws trait try type typealias using val var when where \
                      while with yield";

const SCRIPT: &str = "abstract any as async await boolean break case catch class const continue debugger declare default delete do \
                      else enum export extends finally for from function get if implements import in instanceof interface keyof \
                      let namespace never new number of private protected public readonly return satisfies set static string \
                      super switch this throw try type typeof unknown var void while with yield";

const SHELL: &str = "alias break case cd continue declare do done echo elif else esac eval exec exit export fi for function if in \
                     local printf read readonly return select set shift source sudo then trap unset until while";
