//! Formulas as plain text.

use super::write::{Notation, Operator, written};
use super::{Base, Formula, Function, Symbol};

impl Formula {
    /// As one line of plain text, for a mail or a note.
    ///
    /// ```
    /// # use engine::explain::Formula;
    /// let text = |latex| Formula::read(latex).unwrap().text();
    /// assert_eq!(text(r"T = 10^{-\alpha L/10}"), "T = 10^(-α·L/10)");
    /// assert_eq!(text(r"\frac{1 - a}{b c} n_{\mathrm{Ram}}^{\mathrm{for}}"), "((1 - a)/(b·c))·n_Ram^for");
    /// assert_eq!(text(r"7.74\times10^{6} \cdot 0.2"), "7.74e6·0.2");
    /// ```
    pub fn text(&self) -> String {
        written(&Text, &self.0)
    }
}

struct Text;

impl Notation for Text {
    const LINEAR: bool = true;

    fn number(&self, minus: bool, digits: &str, exponent: Option<&str>) -> String {
        let sign = if minus { "-" } else { "" };
        match exponent {
            Some(exponent) => format!("{sign}{digits}e{exponent}"),
            None => format!("{sign}{digits}"),
        }
    }

    fn unit(&self, number: String, unit: &str) -> String {
        format!("{number} {unit}").trim_end().to_owned()
    }

    fn symbol(&self, symbol: &Symbol) -> String {
        let mut text = base(&symbol.base);
        if !symbol.below.is_empty() {
            text += "_";
            text.extend(symbol.below.iter().map(run_together));
        }
        match symbol.above.as_slice() {
            [] => {}
            // Beside a plus or minus of the formula the small one stays apart.
            [Symbol { base: Base::Mark('+'), .. }] => text += "⁺",
            [Symbol { base: Base::Mark('-'), .. }] => text += "⁻",
            above => {
                text += "^";
                text.extend(above.iter().map(run_together));
            }
        }
        text
    }

    fn operator(&self, operator: Operator) -> &'static str {
        match operator {
            Operator::Plus => " + ",
            Operator::Minus => " - ",
            Operator::Negative => "-",
            Operator::Times | Operator::Beside => "·",
            Operator::Slash => "/",
            Operator::Comma => ", ",
            Operator::Equals => " = ",
        }
    }

    fn fenced(&self, inside: String, _: u32) -> String {
        format!("({inside})")
    }

    fn fraction(&self, above: String, below: String) -> String {
        format!("{above}/{below}")
    }

    fn power(&self, base: String, exponent: String) -> String {
        format!("{base}^{exponent}")
    }

    fn root(&self, of: String) -> String {
        format!("√{of}")
    }

    fn call(&self, function: Function, argument: String) -> String {
        format!("{}{argument}", function.text())
    }

    fn series(&self, term: String) -> String {
        format!("Σ_i {term}")
    }
}

fn base(base: &Base) -> String {
    match base {
        Base::Letter(text) => (*text).to_owned(),
        Base::Latin(letter) | Base::Mark(letter) => letter.to_string(),
        Base::Word(text) | Base::Digits(text) => text.clone(),
    }
}

/// An index that has an index itself: `ν1`.
fn run_together(symbol: &Symbol) -> String {
    base(&symbol.base) + &symbol.below.iter().map(run_together).collect::<String>()
}
