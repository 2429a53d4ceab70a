//! Results replace old ones only when they are complete, and never what is read.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const KEYSPAN: &str = env!("CARGO_BIN_EXE_keyspan");
const TABLE: &str = "id,bitrate,distance\n1,10G,50\n2,50G,20\n";

/// An empty folder.
fn folder(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("output_{name}"));
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

fn keyspan_in(folder: &Path, arguments: &str) -> Output {
    Command::new(KEYSPAN).current_dir(folder).args(arguments.split_whitespace()).output().unwrap()
}

/// Runs a line of the shell, in which `keyspan` is the tool.
#[cfg(unix)]
fn shell(folder: &Path, line: &str) -> Output {
    let line = format!("keyspan() {{ '{KEYSPAN}' \"$@\"; }}\n{line}");
    Command::new("sh").current_dir(folder).args(["-c", &line]).output().unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn assert_refused(output: &Output, what: &str) {
    assert_eq!(output.status.code(), Some(2), "{what}: {}", stderr(output));
    assert!(output.stdout.is_empty(), "{what}");
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A small network of two links.
fn network(name: &str) -> PathBuf {
    let folder = folder(name);
    assert!(keyspan_in(&folder, "demo-data D --days 2 --links 46,57").status.success());
    folder
}

/// Everything below a folder.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| if path.is_dir() { contents(&path) } else { vec![(path.clone(), fs::read(&path).unwrap())] })
        .collect();
    all.sort();
    all
}

#[test]
fn refusals_give_a_reason() {
    let folder = network("refused");
    fs::write(folder.join("t.csv"), TABLE).unwrap();
    let stderr: Vec<String> = [
        "batch t.csv --output ./t.csv",
        "monitor D --output D/link1_qber.csv",
        "monitor D --output D/report.txt --cleaned D",
        "anomalies D --output D/links.csv",
        "train D --epochs 1 --out D/link1_qber.csv",
        "train D --epochs 1 --out D/model.csv",
    ]
    .iter()
    .map(|line| {
        let output = keyspan_in(&folder, line);
        assert_refused(&output, line);
        format!("$ keyspan {line}\n{}", stderr(&output))
    })
    .collect();
    insta::assert_snapshot!(stderr.join("\n"));
}

#[test]
#[cfg(unix)]
fn a_table_is_not_replaced_by_its_results_whatever_it_is_called() {
    let folder = folder("batch");
    let table = folder.join("t.csv");
    fs::write(&table, TABLE).unwrap();
    fs::hard_link(&table, folder.join("hard.csv")).unwrap();
    std::os::unix::fs::symlink("t.csv", folder.join("soft.csv")).unwrap();
    std::os::unix::fs::symlink("soft.csv", folder.join("softer.csv")).unwrap();
    for line in [
        "keyspan batch t.csv --output t.csv",
        "keyspan batch t.csv --output hard.csv",
        "keyspan batch t.csv --output soft.csv",
        "keyspan batch softer.csv --output hard.csv",
        "keyspan batch hard.csv --output t.csv --resume",
        "keyspan batch - --output t.csv < t.csv",
        "keyspan batch /dev/stdin --output hard.csv < t.csv",
        "keyspan batch t.csv >> t.csv",
        "keyspan batch hard.csv >> t.csv",
        "keyspan batch - < t.csv >> hard.csv",
        "keyspan batch t.csv --output /dev/stdout >> t.csv",
        "keyspan batch t.csv 1<> t.csv",
    ] {
        assert_refused(&shell(&folder, line), line);
        assert_eq!(fs::read_to_string(&table).unwrap(), TABLE, "{line}");
    }
    // The shell has emptied it before; nothing is written into it.
    assert_refused(&shell(&folder, "keyspan batch t.csv > t.csv"), ">");
    assert_eq!(fs::read_to_string(&table).unwrap(), "");
    assert_eq!(names(&folder), ["hard.csv", "soft.csv", "softer.csv", "t.csv"]);
}

#[test]
fn measurements_and_models_are_not_replaced() {
    let folder = network("measurements");
    assert!(keyspan_in(&folder, "train D --links 1 --epochs 1 --networks 1 --out m.onnx").status.success());
    let before = contents(&folder);
    for line in [
        "monitor D --output D/link1_qber.csv",
        "monitor D/link1_qber.csv --output D/../D/link1_qber.csv",
        "monitor D --output D/links.csv --format json",
        "forecast D --link 1 --output D/link2_key_rate.csv",
        "anomalies D --output D/link2_key_rate.csv",
        "study D --output D/link2_key_rate.csv",
        "train D --epochs 1 --out D/link1_qber.csv",
        "train D --epochs 1 --out D/links.csv",
        "score D --model m.onnx --output m.onnx",
        "score D --model m.onnx --output m.json",
        "score D --model m.onnx --card m.json --output D/link1_qber.csv",
    ] {
        assert_refused(&keyspan_in(&folder, line), line);
        assert!(contents(&folder) == before, "{line}");
    }
}

#[test]
fn no_result_is_taken_for_measurements_the_next_time() {
    let folder = network("again");
    let first = keyspan_in(&folder, "monitor D --format json");
    assert!(first.status.success());
    for line in [
        "monitor D --cleaned D",
        "monitor D --cleaned D/.",
        "monitor D --cleaned ./D/../D",
        "monitor D --output D/report.csv --format csv",
        "monitor D --output D/report.txt",
        "anomalies D --output D/anomalies.tsv",
    ] {
        assert_refused(&keyspan_in(&folder, line), line);
    }
    #[cfg(unix)]
    assert_refused(&shell(&folder, "keyspan monitor D > D/printed.csv"), ">");
    let _ = fs::remove_file(folder.join("D/printed.csv"));
    // Beside them, or under a name that is not read, they may be.
    for line in
        ["monitor D --cleaned C", "monitor D --cleaned D/cleaned", "monitor D --output D/report.json --format json"]
    {
        let output = keyspan_in(&folder, line);
        assert!(output.status.success(), "{line}: {}", stderr(&output));
    }
    let again = keyspan_in(&folder, "monitor D --format json");
    let links = |output: &Output| serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap()["rows"].clone();
    assert_eq!(links(&first), links(&again));
    // Cleaned data can be read on purpose, in a separate folder.
    assert!(keyspan_in(&folder, "monitor C").status.success());
}

#[test]
fn of_a_folder_of_folders_none_may_be_added() {
    let folder = folder("folders");
    let line = |i: u32| format!("2023-11-29 {:02}:{:02}:07+00:00,0.02\n", 18 + i / 60, i % 60);
    fs::create_dir_all(folder.join("N/link1")).unwrap();
    fs::write(folder.join("N/link1/qber.csv"), (0..120).map(line).collect::<String>()).unwrap();
    for arguments in ["monitor N --cleaned N/new", "monitor N --cleaned N", "monitor N --cleaned N/link1"] {
        assert_refused(&keyspan_in(&folder, arguments), arguments);
    }
    assert_eq!(names(&folder.join("N")), ["link1"]);
    assert!(keyspan_in(&folder, "monitor N --cleaned new").status.success());
}

/// Files may not grow beyond some kB here, as on a full disk.
#[cfg(unix)]
const FULL: &str = "trap '' XFSZ; ulimit -f 2;";

#[test]
#[cfg(unix)]
fn on_a_full_disk_an_old_result_stays() {
    let folder = folder("full");
    let map = "keyspan map --x bitrate=1G:1T --y dark=10:1k --size 8x8";
    for line in [
        "keyspan sweep",
        "keyspan figure 9",
        "keyspan export --format svg",
        "keyspan explain --length 50",
        "keyspan cow --qber 2% --visibility 98% --distances 0:100:1",
        map,
    ] {
        for old in ["an old result\n", ""] {
            fs::write(folder.join("old"), old).unwrap();
            let output = shell(&folder, &format!("{FULL} {line} --output old"));
            assert_eq!(output.status.code(), Some(1), "{line}: {}", stderr(&output));
            assert!(stderr(&output).contains("error: cannot write old: "), "{line}: {}", stderr(&output));
            assert_eq!(fs::read_to_string(folder.join("old")).unwrap(), old, "{line}");
            assert_eq!(names(&folder), ["old"], "{line}");
        }
    }
    let output = shell(&folder, &format!("{FULL} keyspan sweep --output new"));
    assert_eq!((output.status.code(), names(&folder).as_slice()), (Some(1), &["old".to_owned()][..]));
}

#[test]
#[cfg(unix)]
fn a_batch_on_a_full_disk_keeps_the_old_result_and_goes_on_later() {
    let folder = folder("batch_full");
    let table: String = (0..200).map(|i| format!("{i},{}G,{}\n", 1 + i % 90, i % 100)).collect();
    fs::write(folder.join("t.csv"), format!("id,bitrate,distance\n{table}")).unwrap();
    fs::write(folder.join("old.csv"), "an old result\n").unwrap();
    let cut = shell(&folder, &format!("{FULL} keyspan batch t.csv --output old.csv"));
    assert_eq!(cut.status.code(), Some(1), "{}", stderr(&cut));
    assert_eq!(fs::read_to_string(folder.join("old.csv")).unwrap(), "an old result\n");
    assert_eq!(names(&folder), ["old.csv", "old.csv.part", "t.csv"]);
    let resumed = shell(&folder, "keyspan batch t.csv --output old.csv --resume");
    assert!(resumed.status.success(), "{}", stderr(&resumed));
    assert_eq!(names(&folder), ["old.csv", "t.csv"]);
    assert_eq!(fs::read(folder.join("old.csv")).unwrap(), shell(&folder, "keyspan batch t.csv").stdout);
}

#[test]
fn a_batch_that_stops_leaves_the_old_result() {
    let folder = folder("batch_strict");
    fs::write(folder.join("t.csv"), "id,bitrate\n1,10G\n2,many\n").unwrap();
    fs::write(folder.join("old.csv"), "an old result\n").unwrap();
    let stopped = keyspan_in(&folder, "batch t.csv --output old.csv --strict");
    assert_eq!(stopped.status.code(), Some(2));
    assert!(stderr(&stopped).contains("the rows so far are in old.csv.part"), "{}", stderr(&stopped));
    assert_eq!(fs::read_to_string(folder.join("old.csv")).unwrap(), "an old result\n");
    fs::write(folder.join("t.csv"), "id,bitrate\n1,10G\n2,50G\n").unwrap();
    assert!(keyspan_in(&folder, "batch t.csv --output old.csv --resume").status.success());
    assert_eq!(fs::read(folder.join("old.csv")).unwrap(), keyspan_in(&folder, "batch t.csv").stdout);
    assert_eq!(names(&folder), ["old.csv", "t.csv"]);
    // Without an old result the rows go where they belong at once.
    let rows = keyspan_in(&folder, "batch t.csv --output new.csv");
    assert!(rows.status.success() && names(&folder) == ["new.csv", "old.csv", "t.csv"]);
}

#[test]
#[cfg(unix)]
fn links_and_permissions_stay() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder("links");
    fs::write(folder.join("real.csv"), "an old result\n").unwrap();
    fs::set_permissions(folder.join("real.csv"), fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink("real.csv", folder.join("link.csv")).unwrap();
    std::os::unix::fs::symlink("not_there.csv", folder.join("dangling.csv")).unwrap();
    for file in ["link.csv", "dangling.csv"] {
        assert!(keyspan_in(&folder, &format!("sweep --output {file}")).status.success());
        assert!(folder.join(file).is_symlink());
    }
    let expected = keyspan_in(&folder, "sweep").stdout;
    assert_eq!(fs::read(folder.join("real.csv")).unwrap(), expected);
    assert_eq!(fs::read(folder.join("not_there.csv")).unwrap(), expected);
    let mode = fs::metadata(folder.join("real.csv")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    assert_eq!(names(&folder), ["dangling.csv", "link.csv", "not_there.csv", "real.csv"]);
}

#[test]
#[cfg(target_os = "linux")]
fn devices_and_pipes_are_written_directly() {
    let folder = folder("devices");
    let expected = keyspan_in(&folder, "sweep").stdout;
    let through = |line: &str| {
        let output = shell(&folder, line);
        assert!(output.status.success(), "{line}: {}", stderr(&output));
        output.stdout
    };
    assert_eq!(through("keyspan sweep --output /dev/stdout"), expected);
    assert_eq!(through("keyspan sweep --output /dev/stdout | cat"), expected);
    assert_eq!(through("keyspan sweep --output /dev/null"), b"");
    assert_eq!(through("mkfifo pipe; cat pipe & keyspan sweep --output pipe; wait"), expected);
    assert!(through("keyspan sweep --output /dev/stdout > file; echo more >> file").is_empty());
    let file = fs::read(folder.join("file")).unwrap();
    assert_eq!(file, [expected.as_slice(), b"more\n"].concat());
    let full = keyspan_in(&folder, "sweep --output /dev/full");
    assert_eq!(full.status.code(), Some(1));
    assert!(stderr(&full).starts_with("error: cannot write /dev/full: "), "{}", stderr(&full));
    // The same device may be input and output.
    let mut batch = Command::new(KEYSPAN);
    batch.args(["batch", "/dev/null", "--output", "/dev/null"]);
    let output = batch.stdin(Stdio::null()).output().unwrap();
    assert!(stderr(&output).contains("is empty"), "{}", stderr(&output));
}
