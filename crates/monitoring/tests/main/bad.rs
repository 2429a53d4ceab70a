//! Messages about bad files: `bad/` has one mistake a file.

use monitoring::{Hints, Reading, SampleCounts, read};
use proptest::prelude::*;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

static FILES: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/main/bad");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), fs::read(path).unwrap())).collect()
});

fn summary(reading: &Reading) -> String {
    let mut lines = vec![format!("{} lines", reading.lines)];
    for (reason, of) in reading.rejected.iter() {
        lines.push(format!("{} × {}", of.count, reason.text()));
        lines.extend(of.examples.iter().map(|example| format!("  {example}")));
    }
    for series in &reading.series {
        let SampleCounts { samples, unordered, duplicates, .. } = series.samples.clone().finish().1;
        let name = series.parameter.title();
        lines.push(format!("{name}: {samples} samples, {unordered} unordered, {duplicates} duplicates"));
    }
    lines.extend(reading.description.questions.iter().map(|question| format!("asked: {}", question.text)));
    lines.extend(reading.unused.iter().map(|(name, _)| format!("not used: {name}")));
    lines.join("\n  ")
}

#[test]
fn every_mistake_is_reported() {
    let all: Vec<String> = FILES
        .iter()
        .map(|(name, bytes)| match read(name, bytes, Hints::default()) {
            Ok(reading) => format!("{name}: {}", summary(&reading)),
            Err(problem) => format!("{name}: error: {problem}"),
        })
        .collect();
    assert!(all.len() >= 40);
    insta::assert_snapshot!(all.join("\n\n"));
}

proptest! {
    #[test]
    fn no_change_of_a_bad_file_panics(which in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), bytes in prop::collection::vec(any::<u8>(), 0..12), removed in 0usize..12) {
        let (name, file) = which.get(&FILES);
        let mut file = file.clone();
        let start = at.index(file.len() + 1);
        let end = (start + removed).min(file.len());
        file.splice(start..end, bytes);
        if let Err(problem) = read(name, &file, Hints::default()) {
            prop_assert!(!problem.to_string().is_empty());
        }
    }
}
