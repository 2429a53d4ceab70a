//! Which tool is open.

use crate::address::SHARE;
use crate::text;

/// A tool below the chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Tool {
    Explain,
    Compare,
    Ask,
    Demand,
    Map,
    Uncertainty,
    Channels,
    Class,
    Points,
    Report,
    Share,
}

impl Tool {
    /// All, in the order in which they are shown; the first one is open where no other was chosen.
    pub const ALL: [Tool; 11] = [
        Tool::Explain,
        Tool::Compare,
        Tool::Ask,
        Tool::Demand,
        Tool::Map,
        Tool::Uncertainty,
        Tool::Channels,
        Tool::Class,
        Tool::Points,
        Tool::Report,
        Tool::Share,
    ];

    /// Name in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Tool::Explain => "explain",
            Tool::Compare => "compare",
            Tool::Ask => "ask",
            Tool::Demand => "demand",
            Tool::Map => "map",
            Tool::Uncertainty => "uncertainty",
            Tool::Channels => "channels",
            Tool::Class => "class",
            Tool::Points => "table",
            Tool::Report => "paper",
            Tool::Share => SHARE,
        }
    }

    /// Title of its tab.
    pub const fn title(self) -> &'static str {
        match self {
            Tool::Explain => "Explain",
            Tool::Compare => "Compare",
            Tool::Ask => "Ask",
            Tool::Demand => "Demand",
            Tool::Map => "Map",
            Tool::Uncertainty => "Uncertainty",
            Tool::Channels => "Channel plan",
            Tool::Class => "Class",
            Tool::Points => "Table",
            Tool::Report => "Paper check",
            Tool::Share => text::tools::SHARE,
        }
    }

    /// The tool that an address has open.
    ///
    /// ```
    /// use view::inputs::tool::Tool;
    /// assert_eq!((Tool::read(Some("map")), Tool::read(None)), (Tool::Map, Tool::Explain));
    /// ```
    pub fn read(name: Option<&str>) -> Tool {
        Tool::ALL.into_iter().find(|tool| Some(tool.name()) == name).unwrap_or(Tool::ALL[0])
    }

    /// In an address; nothing for the first one.
    pub fn write(self) -> Option<String> {
        (self != Tool::ALL[0]).then(|| self.name().to_owned())
    }

    /// The tool that a key moves to from this one's tab; none for other keys.
    pub fn after_key(self, key: &str) -> Option<Tool> {
        let (count, here) = (Tool::ALL.len(), self as usize);
        match key {
            "ArrowRight" => Some(Tool::ALL[(here + 1) % count]),
            "ArrowLeft" => Some(Tool::ALL[(here + count - 1) % count]),
            "Home" => Some(Tool::ALL[0]),
            "End" => Some(Tool::ALL[count - 1]),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tool_is_read_back_and_reached_by_keys() {
        let mut here = Tool::ALL[0];
        for tool in Tool::ALL {
            assert_eq!(Tool::read(tool.write().as_deref()), tool);
            assert_eq!(here, tool);
            let next = here.after_key("ArrowRight").unwrap();
            assert_eq!(next.after_key("ArrowLeft"), Some(here));
            here = next;
        }
        assert_eq!(here, Tool::ALL[0]);
        assert_eq!((here.after_key("End"), here.after_key("Home")), (Some(Tool::Share), Some(Tool::Explain)));
        assert_eq!((here.after_key("x"), Tool::read(Some("nowhere"))), (None, Tool::Explain));
    }
}
