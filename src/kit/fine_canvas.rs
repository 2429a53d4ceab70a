//! plotters' canvas, made fine.
//!
//! plotters counts whole pixels, and a curve of whole pixels has steps. Here a pixel has [`FINE`] parts in each direction: the
//! canvas scales them down, and so the same drawing is smooth and sharp on any pixel ratio.

use chart::FINE;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// Browsers draw on no larger canvas. Without its style sheet a canvas is as large as its pixels, and would grow without end.
const MOST_PIXELS: u32 = 16_384;

/// A canvas whose coordinates are parts of 1/[`FINE`] of a pixel of the style sheet.
pub(crate) struct FineCanvas {
    canvas: CanvasBackend,
    size: (u32, u32),
}

impl FineCanvas {
    /// Prepares a canvas that is `width` × `height` px large on the page; none if the browser cannot draw on it.
    pub(crate) fn new(canvas: &HtmlCanvasElement, width: f64, height: f64, pixel_ratio: f64) -> Option<FineCanvas> {
        let pixels = ((width * pixel_ratio).round() as u32, (height * pixel_ratio).round() as u32);
        if pixels.0.max(pixels.1) > MOST_PIXELS {
            return None;
        }
        // Setting a size clears the canvas and forgets its state, even if it is the same size.
        if (canvas.width(), canvas.height()) != pixels {
            canvas.set_width(pixels.0);
            canvas.set_height(pixels.1);
        }
        let context = canvas.get_context("2d").ok()??.dyn_into::<CanvasRenderingContext2d>().ok()?;
        let scale = pixel_ratio / f64::from(FINE);
        context.set_transform(scale, 0.0, 0.0, scale, 0.0, 0.0).ok()?;
        context.set_line_join("round");
        let parts = |px: f64| (px * f64::from(FINE)).round() as u32;
        let size = (parts(width), parts(height));
        Some(FineCanvas { canvas: CanvasBackend::with_canvas_object(canvas.clone())?, size })
    }
}

type Error = <CanvasBackend as DrawingBackend>::ErrorType;
type Drawn = Result<(), DrawingErrorKind<Error>>;

impl DrawingBackend for FineCanvas {
    type ErrorType = Error;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }
    fn ensure_prepared(&mut self) -> Drawn {
        self.canvas.ensure_prepared()
    }
    fn present(&mut self) -> Drawn {
        self.canvas.present()
    }
    fn draw_pixel(&mut self, point: BackendCoord, colour: BackendColor) -> Drawn {
        self.canvas.draw_pixel(point, colour)
    }
    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.canvas.draw_line(from, to, style)
    }
    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Drawn {
        self.canvas.draw_rect(from, to, style, fill)
    }
    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.canvas.draw_path(path, style)
    }
    fn draw_circle<S: BackendStyle>(&mut self, centre: BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        self.canvas.draw_circle(centre, radius, style, fill)
    }
    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, corners: I, style: &S) -> Drawn {
        self.canvas.fill_polygon(corners, style)
    }
    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        self.canvas.draw_text(text, style, at)
    }
}
