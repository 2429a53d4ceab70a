//! A chain of steps, each from numbers that are given or were found before.

use super::formula::{Formula, Tree};
use super::number::{Shown, significant};
use super::prose::Prose;

/// Digits of numbers that are filled in,
const DIGITS: usize = 4;
/// and their largest number where the result needs more.
const MOST_DIGITS: usize = 17;

/// A number that has no more digits than these is filled in as it is: a parameter such as 1550.12.
const SHORT: usize = 6;

fn filled_in(x: f64, digits: usize) -> String {
    let short = significant(x, SHORT, false);
    if short.parse() == Ok(x) { short } else { significant(x, digits, false) }
}

/// Steps that belong together, with what is given for them.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Heading.
    pub title: &'static str,
    /// Quantities of the scenario that the steps use and no section before has named.
    pub given: Vec<Given>,
    /// The steps, each of which needs only what is given and what was found before.
    pub steps: Vec<Step>,
    /// Notes on the whole section: what holds throughout, or is omitted and why.
    pub notes: Vec<Prose>,
}

/// A number that is not computed in the chain: a parameter, or an optimised value.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// Its name.
    pub label: String,
    /// Its symbol.
    pub symbol: Formula,
    /// The number in the unit in which the formulas take it.
    pub value: f64,
    /// The number with its unit as people write it.
    pub quantity: Formula,
}

/// A formula, with numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The quantity that it computes, in a few words.
    pub says: String,
    /// The symbol of what it finds.
    pub symbol: Formula,
    /// The formula, right of the equals sign.
    pub formula: Formula,
    /// The symbols in it that have numbers, with their numbers.
    pub inputs: Vec<(Formula, f64)>,
    /// The result, in the unit of [`Step::shown`] without a prefix.
    pub value: f64,
    /// The unit in which it is shown.
    pub shown: Shown,
    /// Digits with which [`Step::filled`] shows numbers: four, or more where three digits of the result need them.
    pub digits: usize,
    /// Source of the formula.
    pub source: &'static str,
    /// The part that it has in p_noise.
    pub share: Option<f64>,
    /// A note: a difference from the printed formula, or the reason why there is no key.
    pub note: Option<Prose>,
}

impl Step {
    /// The formula with its numbers filled in.
    pub fn filled(&self) -> Formula {
        self.filled_with(self.digits)
    }

    /// The same with this number of digits; with 17 the numbers are exact.
    pub fn filled_with(&self, digits: usize) -> Formula {
        let number = |part: &Tree| {
            let (_, x) = self.inputs.iter().find(|(symbol, _)| symbol.0 == *part)?;
            Some(filled_in(*x, digits))
        };
        Formula(self.formula.0.filled(&number))
    }

    /// The result with its unit.
    pub fn result(&self) -> Formula {
        self.shown.result(self.value)
    }

    /// Symbol, formula, numbers and result as one equation, without repetitions.
    pub fn equation(&self) -> Formula {
        let mut sides = vec![self.symbol.0.clone()];
        sides.extend(self.sides().into_iter().map(|side| side.0));
        Formula(Tree::Equal(sides))
    }

    /// The right-hand sides: formula, numbers, result.
    pub fn sides(&self) -> Vec<Formula> {
        let mut sides = vec![self.formula.clone(), self.filled(), self.result()];
        sides.dedup_by_key(|side| side.text());
        sides
    }
}

/// A chain in the making.
#[derive(Default)]
pub(super) struct Chain {
    pub(super) sections: Vec<Section>,
    /// Symbols with their numbers
    known: Vec<(Tree, f64)>,
    /// Quantities that may be given, until they are needed
    pool: Vec<Given>,
}

/// For what a part of the program writes itself.
const READABLE: &str = "every formula of the chain is in the subset: a test reads them all";

impl Chain {
    pub(super) fn section(&mut self, title: &'static str) {
        self.sections.push(Section { title, given: Vec::new(), steps: Vec::new(), notes: Vec::new() });
    }

    /// Says something about the whole section.
    pub(super) fn note(&mut self, note: impl Into<Prose>) {
        if let Some(section) = self.sections.last_mut() {
            section.notes.push(note.into());
        }
    }

    /// Says something about the last step.
    pub(super) fn remark(&mut self, note: impl Into<Prose>) {
        if let Some(step) = self.sections.last_mut().and_then(|section| section.steps.last_mut()) {
            step.note = Some(note.into());
        }
    }

    /// Makes a number known that is not shown by itself.
    pub(super) fn know(&mut self, symbol: &str, value: f64) {
        self.known.push((Formula::read(symbol).expect(READABLE).0, value));
    }

    /// Makes a number known. It is shown once, where it is first needed.
    pub(super) fn give(&mut self, label: &str, symbol: &str, value: f64, quantity: Formula) {
        let symbol = Formula::read(symbol).expect(READABLE);
        if self.number(&symbol.0) == Some(value) {
            return;
        }
        self.known.push((symbol.0.clone(), value));
        self.pool.push(Given { label: label.to_owned(), symbol, value, quantity });
    }

    /// A step whose result is known.
    pub(super) fn step(
        &mut self,
        says: &str,
        equation: &str,
        value: f64,
        shown: Shown,
        source: &'static str,
    ) -> &mut Step {
        self.add(says, equation, Some(value), shown, source)
    }

    /// A step whose result the formula itself tells.
    pub(super) fn find(&mut self, says: &str, equation: &str, shown: Shown, source: &'static str) -> &mut Step {
        self.add(says, equation, None, shown, source)
    }

    /// The number that belongs to a symbol; not a number if there is none.
    pub(super) fn value(&self, symbol: &str) -> f64 {
        let symbol = Formula::read(symbol).expect(READABLE);
        self.number(&symbol.0).unwrap_or(f64::NAN)
    }

    /// Whether a step cites this source.
    pub(super) fn cites(&self, source: &str) -> bool {
        self.sections.iter().flat_map(|section| &section.steps).any(|step| step.source == source)
    }

    /// Whether a symbol has a number.
    pub(super) fn knows(&self, symbol: &str) -> bool {
        self.number(&Formula::read(symbol).expect(READABLE).0).is_some()
    }

    /// The number of a formula of what is known.
    pub(super) fn compute(&self, formula: &str) -> f64 {
        let formula = Formula::read(formula).expect(READABLE).0;
        formula.filled(&|part| self.number(part).map(|x| significant(x, 17, false))).value()
    }

    fn number(&self, part: &Tree) -> Option<f64> {
        self.known.iter().rev().find(|(known, _)| known == part).map(|(_, x)| *x)
    }

    /// A step with a known result, or that of the formula where there is none.
    pub(super) fn add(
        &mut self,
        says: &str,
        equation: &str,
        value: Option<f64>,
        shown: Shown,
        source: &'static str,
    ) -> &mut Step {
        let read = Formula::read(equation).expect(READABLE);
        let Tree::Equal(mut sides) = read.0 else { unreachable!("an equation has two sides") };
        let (symbol, formula) = (Formula(sides.remove(0)), Formula(self.with_terms(sides.remove(0))));
        let mut parts = Vec::new();
        formula.0.visit(&|part| self.number(part).is_some(), &mut parts);
        let inputs: Vec<(Formula, f64)> =
            parts.into_iter().filter_map(|part| Some((Formula(part.clone()), self.number(part)?))).collect();
        let mut step = Step {
            says: says.to_owned(),
            symbol,
            formula,
            inputs,
            value: 0.0,
            shown,
            digits: DIGITS,
            source,
            share: None,
            note: None,
        };
        step.value = value.unwrap_or_else(|| step.filled_with(17).0.value());
        let same = |digits: &usize| shown.result(step.filled_with(*digits).0.value()) == step.result();
        step.digits = (DIGITS..=MOST_DIGITS).find(same).unwrap_or(MOST_DIGITS);
        self.known.push((step.symbol.0.clone(), step.value));
        let used: Vec<Given> =
            self.pool.extract_if(.., |given| step.inputs.iter().any(|(symbol, _)| *symbol == given.symbol)).collect();
        if self.sections.is_empty() {
            self.section("");
        }
        let section = self.sections.last_mut().expect("there is one");
        section.given.extend(used);
        section.steps.push(step);
        section.steps.last_mut().expect("it was just added")
    }

    /// Gives a sum over channels its terms: all numbers that are known with an index of digits in the place of i.
    fn with_terms(&self, formula: Tree) -> Tree {
        match formula {
            Tree::Series(term, _) => {
                let is_term = |known: &&Tree| matches!((&*term, known), (Tree::Symbol(i), Tree::Symbol(one)) if i.is_general_form_of(one));
                let terms = self.known.iter().map(|(known, _)| known).filter(is_term).cloned().collect();
                Tree::Series(term, terms)
            }
            other => other,
        }
    }
}
