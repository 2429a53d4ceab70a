//! Words with formulas between them.

use super::formula::{Formula, escaped};

/// Words, with formulas between dollars as in LaTeX: `the fraction $p_d$ of the signal`.
///
/// ```
/// use engine::explain::Prose;
/// let prose = Prose::from("at most 100 %: $1 - h(e_1)$".replace("h(e_1)", r"h\left(e_1\right)"));
/// assert_eq!(prose.text(), "at most 100 %: 1 - h(e_1)");
/// assert_eq!(prose.latex(), r"at most 100 \%: $1 - h\left( e_{1} \right)$");
/// assert!(prose.html().starts_with("at most 100 %: <math>"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose(String);

impl<T: Into<String>> From<T> for Prose {
    fn from(text: T) -> Prose {
        Prose(text.into())
    }
}

impl Prose {
    /// As plain text.
    pub fn text(&self) -> String {
        self.written(str::to_owned, |formula| formula.text())
    }

    /// As LaTeX.
    pub fn latex(&self) -> String {
        self.written(latex_words, |formula| format!("${}$", formula.latex()))
    }

    /// As a piece of HTML, escaped, with MathML in it.
    pub fn html(&self) -> String {
        self.written(escaped, |formula| formula.mathml())
    }

    /// A formula that cannot be read is written as it stands: better than nothing, and a test finds it.
    fn written(&self, words: fn(&str) -> String, formula: fn(&Formula) -> String) -> String {
        let parts = self.0.split('$').enumerate();
        parts
            .map(|(i, part)| match (i % 2, Formula::read(part)) {
                (1, Ok(read)) => formula(&read),
                _ => words(part),
            })
            .collect()
    }
}

/// Words as LaTeX takes them.
pub(super) fn latex_words(words: &str) -> String {
    let mut text = String::new();
    for letter in words.chars() {
        match letter {
            '%' | '&' | '#' | '_' | '{' | '}' | '$' => text.extend(['\\', letter]),
            '\\' => text += r"\textbackslash{}",
            '~' => text += r"\textasciitilde{}",
            '^' => text += r"\textasciicircum{}",
            other => text.push(other),
        }
    }
    text
}
