//! Progress through a table, on standard error.

use numbers::quantity::{format_count, format_duration};
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// Progress through a table.
pub(super) struct Progress {
    start: Instant,
    shown: Instant,
    /// Whether to go over the line before instead of writing another.
    terminal: bool,
    wanted: bool,
    /// Bytes of the whole table, where that is known.
    bytes: Option<u64>,
    /// Rows and bytes that were done before.
    before: (u64, u64),
}

impl Progress {
    /// Shown if asked for, and at a terminal where the results do not appear.
    pub(super) fn new(asked: bool, to_file: bool, bytes: Option<u64>, before: (u64, u64)) -> Progress {
        let now = Instant::now();
        let terminal = io::stderr().is_terminal();
        let watched = terminal && (to_file || !io::stdout().is_terminal());
        Progress { start: now, shown: now, terminal, wanted: asked || watched, bytes, before }
    }

    /// Shows the number of rows and bytes that are done, at most a few times a second.
    pub(super) fn at(&mut self, rows: u64, bytes: u64) {
        let pause = Duration::from_millis(if self.terminal { 200 } else { 1000 });
        if self.wanted && self.shown.elapsed() >= pause {
            self.shown = Instant::now();
            self.show(&self.text(rows, bytes, self.start.elapsed().as_secs_f64()), "");
        }
    }

    /// Shows the number of rows and the time that they took.
    pub(super) fn end(&self, rows: u64) {
        if self.wanted {
            let seconds = self.start.elapsed().as_secs_f64();
            self.show(&format!("{} in {}", count(rows), format_duration(seconds)), "\n");
        }
    }

    fn show(&self, text: &str, end: &str) {
        let mut out = io::stderr();
        // An error here is ignored: nobody is left to read a message.
        let _ = if self.terminal { write!(out, "\r{text}\x1b[K{end}") } else { writeln!(out, "{text}") };
    }

    fn text(&self, rows: u64, bytes: u64, seconds: f64) -> String {
        let mut text = format!("{}, {} a second", count(rows), format_count((rows - self.before.0) as f64 / seconds));
        let (new, share) = (bytes - self.before.1, self.bytes.map(|all| bytes as f64 / all as f64));
        if let (Some(share), Some(all), true) = (share, self.bytes, new > 0) {
            let left = (all.saturating_sub(bytes)) as f64 / new as f64 * seconds;
            text += &format!(", {:.0} % of the table, {} left", 100.0 * share, format_duration(left));
        }
        text
    }
}

fn count(rows: u64) -> String {
    if rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown() {
        let progress = |bytes, before| Progress::new(false, true, bytes, before).text(3000, 50_000, 2.0);
        let shown = [progress(None, (0, 0)), progress(Some(200_000), (0, 0)), progress(Some(200_000), (1000, 40_000))];
        assert_eq!(
            shown,
            [
                "3000 rows, 1,500 a second",
                "3000 rows, 1,500 a second, 25 % of the table, 6 s left",
                "3000 rows, 1,000 a second, 25 % of the table, 30 s left"
            ]
        );
    }
}
