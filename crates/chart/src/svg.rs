//! SVG by plotters, with the size and the fonts of the canvas.

use super::picture::{Picture, draw_picture};
use super::plot::Plot;
use super::{FINE, Theme};
use plotters::backend::SVGBackend;
use plotters::drawing::IntoDrawingArea;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontFamily,
    FontStyle, FontTransform, text_anchor::Pos,
};

/// A picture as SVG, with text as text.
///
/// ```
/// use chart::{Axis, Chart, Picture, Theme, svg};
/// let axis = Axis::linear(0.0, 100.0);
/// let chart = Chart {
///     x: axis, y: axis, x_title: "x".into(), y_title: "y".into(), over_picture: false,
///     regions: vec![], traces: vec![], cursor: None, dots: vec![], selection: None,
/// };
/// let caption = vec!["Drawn <now>".to_owned()];
/// let picture = Picture {
///     title: "Nothing".into(), chart, chart_size: (400.0, 300.0), legend_title: String::new(), legend: vec![], caption,
/// };
/// let text = svg(&picture, &Theme::LIGHT);
/// assert!(text.starts_with("<svg width=\"400\" height=\"364\" viewBox=\"0 0 3200 2912\" "));
/// assert!(text.contains("<title>Nothing</title>") && text.contains("<desc>Drawn &lt;now&gt;</desc>"));
/// ```
pub fn svg<P: Plot>(picture: &Picture<P>, theme: &Theme) -> String {
    let (width, height) = picture.size();
    let parts = |px: f64| (px * f64::from(FINE)).round() as u32;
    let size = (parts(width), parts(height));
    let mut text = String::new();
    {
        let area = FineSvg(SVGBackend::with_string(&mut text, size)).into_drawing_area();
        // Nothing is written but a text, which takes everything.
        let _ = draw_picture(&area, picture, theme);
    }
    // plotters takes its units for pixels.
    let body = text.split_once(">\n").map_or("", |(_, body)| body);
    format!(
        "<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" xmlns=\"http://www.w3.org/2000/svg\" stroke-linejoin=\"round\" \
         role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n{body}",
        size.0,
        size.1,
        escape(&picture.title),
        escape(&picture.caption.join("\n"))
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

struct FineSvg<'a>(SVGBackend<'a>);

type Error = <SVGBackend<'static> as DrawingBackend>::ErrorType;
type Drawn = Result<(), DrawingErrorKind<Error>>;

impl DrawingBackend for FineSvg<'_> {
    type ErrorType = Error;

    fn get_size(&self) -> (u32, u32) {
        self.0.get_size()
    }
    fn ensure_prepared(&mut self) -> Drawn {
        self.0.ensure_prepared()
    }
    fn present(&mut self) -> Drawn {
        self.0.present()
    }
    fn draw_pixel(&mut self, point: BackendCoord, colour: BackendColor) -> Drawn {
        self.0.draw_pixel(point, colour)
    }
    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.0.draw_line(from, to, style)
    }
    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Drawn {
        self.0.draw_rect(from, to, style, fill)
    }
    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.0.draw_path(path, style)
    }
    fn draw_circle<S: BackendStyle>(&mut self, centre: BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        self.0.draw_circle(centre, radius, style, fill)
    }
    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, corners: I, style: &S) -> Drawn {
        self.0.fill_polygon(corners, style)
    }
    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        self.0.draw_text(text, &AsOnCanvas(style), at)
    }
}

/// plotters' canvas takes the size of a text for that of its font, its SVG for 1.24 times that.
struct AsOnCanvas<'a, S>(&'a S);

impl<S: BackendTextStyle> BackendTextStyle for AsOnCanvas<'_, S> {
    type FontError = S::FontError;

    fn color(&self) -> BackendColor {
        self.0.color()
    }
    fn size(&self) -> f64 {
        1.24 * self.0.size()
    }
    fn transform(&self) -> FontTransform {
        self.0.transform()
    }
    fn style(&self) -> FontStyle {
        self.0.style()
    }
    fn anchor(&self) -> Pos {
        self.0.anchor()
    }
    fn family(&self) -> FontFamily<'_> {
        self.0.family()
    }
    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), Self::FontError> {
        self.0.layout_box(text)
    }
    fn draw<E, DrawFunc: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        text: &str,
        pos: BackendCoord,
        draw: DrawFunc,
    ) -> Result<Result<(), E>, Self::FontError> {
        self.0.draw(text, pos, draw)
    }
}
