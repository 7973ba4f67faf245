//! Rows of data: CSV, JSON, JSON lines or YAML files, as values that templates see under `row`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use minijinja::Value;

use super::limits;
use super::marked;
use super::node::{Kind, Node};
use super::notes::Notes;
use super::source::Source;
use super::template::value;

/// The rows of a file's `text`, whose form its ending tells; or what is wrong with it.
pub(crate) fn parse(path: &Path, text: &str) -> Result<Vec<Value>, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    let rows = match ending.as_str() {
        "csv" => delimited(text, if semicolons(text) { b';' } else { b',' })?,
        "tsv" => delimited(text, b'\t')?,
        "json" => json(text)?,
        "jsonl" | "ndjson" => json_lines(text)?,
        "yaml" | "yml" => yaml(path, text)?,
        _ => return Err("rows come from .csv, .tsv, .json, .jsonl or .yaml files".into()),
    };
    match rows.len() {
        0 => Err("it has no rows".into()),
        many if many > limits::VIDEOS => Err(format!("it has {many} rows; at most {} are taken", limits::VIDEOS)),
        _ => Ok(rows),
    }
}

/// Spreadsheets of many countries write semicolons, as their comma is the decimal point.
fn semicolons(text: &str) -> bool {
    let header = text.lines().next().unwrap_or_default();
    header.contains(';') && !header.contains(',')
}

fn delimited(text: &str, delimiter: u8) -> Result<Vec<Value>, String> {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::Headers).from_reader(text.as_bytes());
    let header: Vec<std::sync::Arc<str>> = reader.headers().map_err(told)?.iter().map(Into::into).collect();
    let mut seen = BTreeSet::new();
    if let Some(name) = header.iter().find(|name| name.is_empty() || !seen.insert(*name)) {
        return Err(if name.is_empty() {
            "a column has no name in the first line".into()
        } else {
            format!("the column `{name}` is there twice")
        });
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(told)?;
        rows.push(Value::from(header.iter().cloned().zip(record.iter().map(Value::from)).collect::<BTreeMap<_, _>>()));
        if rows.len() > limits::VIDEOS {
            break;
        }
    }
    Ok(rows)
}

fn told(error: csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { pos, expected_len, len } => {
            let line = pos.as_ref().map(|pos| format!("line {}: ", pos.line())).unwrap_or_default();
            format!("{line}{len} fields where the first line has {expected_len}; quote fields that hold the delimiter")
        }
        _ => error.to_string(),
    }
}

fn json(text: &str) -> Result<Vec<Value>, String> {
    let rows: serde_json::Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let serde_json::Value::Array(rows) = rows else { return Err("it must be a list of objects".into()) };
    rows.into_iter().enumerate().map(|(index, row)| object(row, index + 1)).collect()
}

fn json_lines(text: &str) -> Result<Vec<Value>, String> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).take(limits::VIDEOS + 1);
    let rows = lines.map(|(index, line)| {
        let row = serde_json::from_str(line).map_err(|error| format!("line {}: {error}", index + 1))?;
        object(row, index + 1)
    });
    rows.collect()
}

fn object(row: serde_json::Value, number: usize) -> Result<Value, String> {
    if row.is_object() { Ok(from_json(row)) } else { Err(format!("row {number} is no object")) }
}

/// `null` is an empty text, as an empty CSV field is.
fn from_json(json: serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::from(""),
        serde_json::Value::Bool(flag) => Value::from(flag),
        serde_json::Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Value::from(whole),
            (None, Some(real)) => Value::from(real),
            (None, None) => Value::from(number.to_string()),
        },
        serde_json::Value::String(text) => Value::from(text),
        serde_json::Value::Array(items) => items.into_iter().map(from_json).collect(),
        serde_json::Value::Object(fields) => {
            Value::from(fields.into_iter().map(|(key, value)| (key, from_json(value))).collect::<BTreeMap<_, _>>())
        }
    }
}

fn yaml(path: &Path, text: &str) -> Result<Vec<Value>, String> {
    if text.len() > limits::FILE_BYTES {
        return Err("YAML rows are read up to 8 MiB; use CSV or JSON lines".into());
    }
    let mut notes = Notes::new(Source::new(path.to_owned(), text));
    let tree = marked::parse(text, &mut notes);
    let rows = tree.as_deref().map(|tree| {
        inline(match &tree.kind {
            Kind::List(items) => items,
            _ => &[],
        })
    });
    match (rows, notes.into_diagnostics().diagnostics.into_iter().next()) {
        (Some(rows), None) => rows,
        (_, Some(first)) => {
            Err(first.place.map(|place| format!("line {}: ", place.line)).unwrap_or_default() + &first.message)
        }
        (None, None) => Err("it is empty".into()),
    }
}

/// Rows written in the manifest itself.
pub(crate) fn inline(items: &[std::sync::Arc<Node>]) -> Result<Vec<Value>, String> {
    let wrong = items.iter().position(|item| !matches!(item.kind, Kind::Map(_)));
    match wrong {
        Some(index) => Err(format!("row {} is no mapping", index + 1)),
        None => Ok(items.iter().map(|item| value(item)).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(name: &str, text: &str) -> Result<Vec<String>, String> {
        let show = |row: &Value| format!("{}|{}", row.get_attr("a").unwrap(), row.get_attr("b").unwrap());
        parse(Path::new(name), text).map(|rows| rows.iter().map(show).collect())
    }

    #[test]
    fn every_form_gives_the_same_rows() {
        let wanted = vec!["1.10|x, y".to_owned(), "2|".to_owned()];
        assert_eq!(rows("r.csv", "\u{feff}a, b\n1.10,\"x, y\"\n2,\n").unwrap(), wanted);
        assert_eq!(rows("r.csv", "a;b\n1.10;x, y\n2;\n").unwrap(), wanted);
        assert_eq!(rows("r.tsv", "a\tb\n1.10\tx, y\n2\t\n").unwrap(), wanted);
        assert_eq!(rows("r.json", r#"[{"a":"1.10","b":"x, y"},{"a":2,"b":null}]"#).unwrap(), wanted);
        assert_eq!(rows("r.jsonl", "{\"a\":\"1.10\",\"b\":\"x, y\"}\n\n{\"a\":2,\"b\":null}\n").unwrap(), wanted);
        assert_eq!(rows("r.yaml", "- {a: '1.10', b: 'x, y'}\n- {a: 2, b: }\n").unwrap(), wanted);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        assert_eq!(
            rows("r.csv", "a,b\n1,2\n1,2,3\n").unwrap_err(),
            "line 3: 3 fields where the first line has 2; quote fields that hold the delimiter"
        );
        assert_eq!(rows("r.csv", "a,a\n1,2\n").unwrap_err(), "the column `a` is there twice");
        assert_eq!(rows("r.csv", "a,b\n").unwrap_err(), "it has no rows");
        assert!(rows("r.json", "{}").unwrap_err().contains("list of objects"));
        assert!(rows("r.jsonl", "{}\n[1]\n").unwrap_err().contains("row 2 is no object"));
        assert!(rows("r.yaml", "- a: [\n").unwrap_err().starts_with("line "));
        assert!(rows("r.txt", "a").is_err());
    }

    #[test]
    fn more_rows_than_videos_are_refused() {
        let text = format!("a,b\n{}", "1,2\n".repeat(limits::VIDEOS + 1));
        assert!(rows("r.csv", &text).unwrap_err().contains("at most 20000"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[-a-z,;\"'\\n{}\\[\\]:0-9 \\u{0}é]{0,120}", form in 0usize..5) {
            let _ = parse(Path::new(["a.csv", "a.tsv", "a.json", "a.jsonl", "a.yaml"][form]), &text);
        }
    }
}
