//! An uncertainty study in portions that can be computed in parallel.

use super::block::{Block, Sample};
use super::case::{Case, CaseResult, ENDS};
use super::device::Optimise;
use super::distances::{Distances, end_km, fitting};
use super::draw::SampleDesign;
use super::left_out::{self, LeftOut};
use super::plan::{MIN_SAMPLES, ReachAt, TornadoBar, UncertaintyPlan, UncertaintyRequest};
use super::problem::UncertaintyProblem;
use super::spread::Spread;
use super::summary::{Uncertainty, summarise};
use crate::scenario::Settings;
use crate::sweep::Reach;
use numbers::units::Kilometres;
use serde::{Deserialize, Serialize};

/// Some [cases](Case) of a study with everything needed to compute them. Each case is computed by itself: neither the place nor the
/// division into portions matters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Portion {
    settings: Settings,
    spreads: Vec<Spread>,
    seed: u32,
    optimise: Optimise,
    distances: Vec<Kilometres>,
    cases: Vec<Case>,
}

impl Portion {
    /// Computes the cases, in their order.
    pub fn run(&self) -> Vec<CaseResult> {
        let design = SampleDesign::new(&self.settings, &self.spreads, self.seed);
        let device = design.device(self.optimise, &self.distances);
        self.cases.iter().map(|case| case.compute(&design, &self.distances, device.as_ref())).collect()
    }
}

/// A study in progress: the results so far, and what is still to be computed.
///
/// First the ends of the parameters, from which the distances of the band follow; then the band with the present values; then the
/// samples.
///
/// ```
/// use engine::scenario::Settings;
/// use engine::sweep::{Spread, Study, UncertaintyRequest, uncertainty};
///
/// let spreads = vec![Spread::read("dark:normal:20%").unwrap()];
/// let request = UncertaintyRequest { samples: 64, ..UncertaintyRequest::new(Settings::default(), spreads) };
/// let mut study = Study::new(request.clone()).unwrap();
/// while !study.is_done() {
///     let found = study.next(4, 10).iter().flat_map(|portion| portion.run()).collect();
///     study.add(found);
/// }
/// assert_eq!(study.result(), Some(uncertainty(request)));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    request: UncertaintyRequest,
    left_out: Vec<LeftOut>,
    ends: Vec<CaseResult>,
    distances: Option<Vec<Kilometres>>,
    found: Vec<CaseResult>,
}

impl Study {
    /// Checks a request, and counts what its laws bring beyond what the parameters accept.
    ///
    /// # Errors
    /// The first of the [problems](UncertaintyRequest::problems) of the request; or most samples cannot be computed.
    pub fn new(request: UncertaintyRequest) -> Result<Study, UncertaintyProblem> {
        if let Some(problem) = request.problems().into_iter().next() {
            return Err(problem);
        }
        let left_out = left_out::count(&design(&request), request.samples)?;
        Ok(Study { request, left_out, ends: Vec::new(), distances: None, found: Vec::new() })
    }

    /// The request.
    pub const fn request(&self) -> &UncertaintyRequest {
        &self.request
    }

    /// The next portions, at most `portions` with at most `size` cases each. Their results, and nothing else, must be [added](Study::add)
    /// before the next call.
    pub fn next(&self, portions: usize, size: usize) -> Vec<Portion> {
        let cases: Vec<Case> = match self.distances {
            None => self.cases_of_ends().skip(self.ends.len()).take(portions * size).collect(),
            Some(_) => self.cases_of_samples(portions * size),
        };
        let portion = |cases: &[Case]| Portion {
            settings: self.request.settings.clone(),
            spreads: self.request.spreads.clone(),
            seed: self.request.seed,
            optimise: self.request.optimise,
            distances: self.distances.clone().unwrap_or_default(),
            cases: cases.to_vec(),
        };
        cases.chunks(size.max(1)).map(portion).collect()
    }

    /// Adds the results of the portions, in their order.
    pub fn add(&mut self, found: Vec<CaseResult>) {
        if self.distances.is_some() {
            self.found.extend(found);
            return;
        }
        self.ends.extend(found);
        if self.ends.len() >= self.cases_of_ends().count() {
            self.distances = Some(self.fitting_distances());
        }
    }

    /// Fraction of the cases that are computed.
    pub fn progress(&self) -> f64 {
        let all = self.cases_of_ends().count() + 1 + self.request.samples as usize * self.cases_per_sample();
        (self.ends.len() + self.found.len()) as f64 / all as f64
    }

    /// Number of samples that are computed.
    pub fn samples(&self) -> u32 {
        (self.found.len().saturating_sub(1) / self.cases_per_sample()) as u32
    }

    /// Whether everything is computed.
    pub fn is_done(&self) -> bool {
        self.samples() >= self.request.samples
    }

    /// The result of the samples that are computed, of the largest number of them that can stand by itself: all of them in the end,
    /// before that a power of two. None while there are not enough.
    pub fn result(&self) -> Option<Result<Uncertainty, UncertaintyProblem>> {
        let samples = self.samples().min(self.request.samples).checked_ilog2().map(|power| 1u32 << power);
        let samples = samples.filter(|samples| *samples >= MIN_SAMPLES)?;
        Some(self.plan(samples).and_then(|plan| {
            let cases = self.found[1..].chunks_exact(self.cases_per_sample());
            let samples = cases.take(samples as usize).map(|found| Sample::of(found.iter().cloned()));
            summarise(&plan, &[Block { first: 0, samples: samples.collect() }])
        }))
    }

    /// The plan of the first samples.
    fn plan(&self, samples: u32) -> Result<UncertaintyPlan, UncertaintyProblem> {
        let left_out = match samples == self.request.samples {
            true => self.left_out.clone(),
            false => left_out::count(&design(&self.request), samples)?,
        };
        Ok(UncertaintyPlan {
            request: UncertaintyRequest { samples, ..self.request.clone() },
            distances: self.distances.clone().unwrap_or_default(),
            present: self.present(),
            present_bit_s: self.found.first().map(|found| found.rates_bit_s.clone()).unwrap_or_default(),
            alone: self.alone(),
            left_out,
        })
    }

    /// The plan of all samples, after as much work as that takes, here and now.
    pub(super) fn into_plan(mut self) -> Result<UncertaintyPlan, UncertaintyProblem> {
        while self.found.is_empty() {
            let found = self.next(1, 1).iter().flat_map(Portion::run).collect();
            self.add(found);
        }
        self.plan(self.request.samples)
    }

    fn parameters(&self) -> usize {
        self.request.spreads.len()
    }

    fn cases_per_sample(&self) -> usize {
        self.parameters() + 2
    }

    fn cases_of_ends(&self) -> impl Iterator<Item = Case> + use<> {
        Case::ends(self.parameters())
    }

    /// The band with the present values, then the samples; those that are still to be computed.
    fn cases_of_samples(&self, most: usize) -> Vec<Case> {
        let first = (self.found.is_empty()).then_some(Case::Present);
        let (whole, begun) = (self.samples(), self.found.len().saturating_sub(1) % self.cases_per_sample());
        let samples = (whole..self.request.samples).flat_map(|number| Case::of_sample(number, self.parameters()));
        first.into_iter().chain(samples.skip(begun)).take(most).collect()
    }

    fn present(&self) -> Reach {
        // The settings were found right: there is a reach, if it is nowhere.
        self.ends.first().and_then(|found| found.reach).unwrap_or(Reach::Nowhere)
    }

    fn alone(&self) -> Vec<TornadoBar> {
        let design = design(&self.request);
        let ends = self.ends.get(1..).unwrap_or_default().chunks_exact(2);
        let at = |parameter, end: usize, found: &CaseResult| ReachAt {
            value: design.alone(parameter, ENDS[end]).0,
            reach: found.reach,
        };
        ends.enumerate().map(|(i, ends)| TornadoBar { low: at(i, 0, &ends[0]), high: at(i, 1, &ends[1]) }).collect()
    }

    fn fitting_distances(&self) -> Vec<Kilometres> {
        match &self.request.distances {
            Distances::At(distances) => distances.clone(),
            Distances::Fitting(points) => {
                let longer = self.alone().into_iter().filter_map(TornadoBar::longer).collect::<Vec<_>>();
                fitting(*points, end_km(self.present(), longer.into_iter()))
            }
        }
    }
}

fn design(request: &UncertaintyRequest) -> SampleDesign {
    SampleDesign::new(&request.settings, &request.spreads, request.seed)
}
