//! Formulas as LaTeX.

use super::write::{Notation, Operator, written};
use super::{Base, Formula, Function, LETTERS, Symbol};

impl Formula {
    /// As LaTeX, in the subset that [`Formula::read`] reads; only units are beyond it.
    pub fn latex(&self) -> String {
        written(&Latex, &self.0)
    }
}

struct Latex;

impl Notation for Latex {
    const LINEAR: bool = false;

    fn number(&self, minus: bool, digits: &str, exponent: Option<&str>) -> String {
        let sign = if minus { "-" } else { "" };
        match (digits, exponent) {
            (digits, None) => format!("{sign}{digits}"),
            ("1", Some(exponent)) => format!("{sign}10^{{{exponent}}}"),
            (digits, Some(exponent)) => format!(r"{sign}{digits}\times10^{{{exponent}}}"),
        }
    }

    fn unit(&self, number: String, unit: &str) -> String {
        let unit = match unit {
            "" => return number,
            "/s" => r"\mathrm{s}^{-1}".to_owned(),
            "%" => r"\%".to_owned(),
            unit => format!(r"\mathrm{{{}}}", unit.replace(' ', r"\,").replace('µ', r"\mu ").replace('²', "^{2}")),
        };
        format!(r"{number}\,{unit}")
    }

    fn symbol(&self, symbol: &Symbol) -> String {
        let mut text = match &symbol.base {
            Base::Letter(letter) => latex_of(letter).to_owned(),
            Base::Latin(letter) | Base::Mark(letter) => letter.to_string(),
            Base::Word(word) => format!(r"\mathrm{{{word}}}"),
            Base::Digits(digits) => digits.clone(),
        };
        for (sign, indices) in [("_", &symbol.below), ("^", &symbol.above)] {
            if !indices.is_empty() {
                let indices: Vec<String> = indices.iter().map(|index| self.symbol(index)).collect();
                text += &format!("{sign}{{{}}}", indices.concat());
            }
        }
        text
    }

    fn operator(&self, operator: Operator) -> &'static str {
        match operator {
            Operator::Plus => " + ",
            Operator::Minus => " - ",
            Operator::Negative => "-",
            Operator::Times => r" \cdot ",
            Operator::Beside => r"\,",
            Operator::Slash => "/",
            Operator::Comma => ", ",
            Operator::Equals => " = ",
        }
    }

    fn fenced(&self, inside: String, depth: u32) -> String {
        let (open, close) = if depth % 2 == 1 { ('[', ']') } else { ('(', ')') };
        format!(r"\left{open} {inside} \right{close}")
    }

    fn fraction(&self, above: String, below: String) -> String {
        format!(r"\frac{{{above}}}{{{below}}}")
    }

    fn power(&self, base: String, exponent: String) -> String {
        format!("{base}^{{{exponent}}}")
    }

    fn root(&self, of: String) -> String {
        format!(r"\sqrt{{{of}}}")
    }

    fn call(&self, function: Function, argument: String) -> String {
        // `\ln 10`, but `\ln\left(`
        let space = if argument.starts_with(r"\left") { "" } else { " " };
        format!("{}{space}{argument}", function.latex())
    }

    fn series(&self, term: String) -> String {
        format!(r"\sum_{{i}} {term}")
    }
}

fn latex_of(letter: &'static str) -> &'static str {
    LETTERS.into_iter().find(|(_, text)| *text == letter).map_or(letter, |(latex, _)| latex)
}
