//! `keyspan explain`.

use cli::describe::describe_table;
use engine::explain::{as_latex, as_text, explain, heading};
use engine::scenario::Scenario;
use engine::sweep::outcome;
use std::process::{Command, Output};
use view::address::read_address;

fn keyspan(arguments: &str) -> Output {
    let arguments = arguments.split_whitespace();
    Command::new(env!("CARGO_BIN_EXE_keyspan")).arg("explain").args(arguments).output().expect("the tool starts")
}

/// What a run that succeeds prints.
fn printed(arguments: &str) -> String {
    let Output { status, stdout, stderr } = keyspan(arguments);
    assert!(status.success() && stderr.is_empty(), "{arguments}: {}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).expect("the tool prints UTF-8")
}

#[test]
fn help() {
    let text = printed("--help");
    assert!(text.contains(&describe_table()));
    insta::assert_snapshot!(text.replace(&describe_table(), "  (the table of parameters)\n"));
}

#[test]
fn the_explanation_is_printed_with_its_link() {
    let link = "v=2&bitrate=5e10&source=wcp&analysis=one_decoy&key=finite";
    let scenario = Scenario::try_from(&read_address(link).0.settings).unwrap();
    let outcome = outcome(&scenario, 30.5.try_into().unwrap()).unwrap();
    let (sections, heading) = (explain(&scenario, &outcome), format!("{}\n{link}", heading(&scenario, &outcome)));
    let set = "--set key=finite --set source=wcp --set bitrate=50G --set analysis=one_decoy";
    for (arguments, document) in [
        (format!("--distance 30.5 {set}"), as_text(&sections, &heading)),
        (format!("--distance 30.5 --link {link} --format text --output -"), as_text(&sections, &heading)),
        (format!("--distance 3.05e1 --link {link} --format latex"), as_latex(&sections, &heading)),
    ] {
        assert_eq!(printed(&arguments), document, "{arguments}");
    }
}

#[test]
fn a_file_is_written() {
    let file = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("explained.tex");
    let _ = std::fs::remove_file(&file);
    let to_file = format!("--distance 50 --format latex --output {}", file.display());
    assert_eq!(printed(&to_file), "");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), printed("--distance 50 --format latex"));
}

#[test]
fn no_key_exits_successfully() {
    let text = printed("--distance 110");
    assert!(text.contains("  (1 - (1 + f_EC)·h(Q) is negative: no key)\n"), "{text}");
}

#[test]
fn mistakes_are_reported_in_full() {
    let report: Vec<String> = [
        "",
        "--distance x --set eff=12 --set colour=red --link v=1&alpha=9",
        "--distance -1",
        "--distance 1001",
        "--distance 0:10:1",
        "--distance 50 --format pdf",
        "--distance 50 --set source=wcp --set analysis=infinite --set key=finite",
        "--distance 50 --output /no/such/folder/file",
    ]
    .map(|arguments| {
        let Output { status, stdout, stderr } = keyspan(arguments);
        assert!(stdout.is_empty(), "{arguments}: a result beside an error");
        format!("$ keyspan explain {arguments}\n{}-> {}\n", String::from_utf8(stderr).unwrap(), status.code().unwrap())
    })
    .into();
    insta::assert_snapshot!(report.join("\n"));
}
