//! A map on its canvas: the colours as an image, and over it axes and lines.

use crate::kit::fine_canvas::FineCanvas;
use crate::tools::browser;
use chart::{Chart, FINE, Frame, Heat, Theme, draw};
use plotters::drawing::IntoDrawingArea;
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

/// Draws a map; nothing where the browser cannot.
pub(super) fn paint(
    canvas: &HtmlCanvasElement,
    (width, height): (f64, f64),
    heat: &Heat,
    chart: &Chart,
    theme: &Theme,
) -> Option<()> {
    let area = FineCanvas::new(canvas, width, height, browser::pixel_ratio())?.into_drawing_area();
    let context = context(canvas)?;
    let fine = |px: f64| px * f64::from(FINE);
    context.set_fill_style_str(&theme.paper.css());
    context.fill_rect(0.0, 0.0, fine(width), fine(height));
    image(&context, heat, &Frame::of(width, height)).ok()?;
    draw(&area, chart, theme).ok()
}

/// The pixels, a node each, stretched over the frame such that the outermost nodes lie on its edges.
fn image(context: &CanvasRenderingContext2d, heat: &Heat, frame: &Frame) -> Result<(), JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let small: HtmlCanvasElement = document.create_element("canvas")?.unchecked_into();
    let (columns, rows) = (heat.columns as u32, (heat.values.len() / heat.columns.max(1)) as u32);
    small.set_width(columns);
    small.set_height(rows);
    let pixels = heat.pixels();
    let pixels = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&pixels), columns, rows)?;
    self::context(&small).ok_or(JsValue::NULL)?.put_image_data(&pixels, 0.0, 0.0)?;
    let fine = |px: f64| px * f64::from(FINE);
    context.draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
        &small,
        0.5,
        0.5,
        f64::from(columns) - 1.0,
        f64::from(rows) - 1.0,
        fine(frame.left),
        fine(frame.top),
        fine(frame.right - frame.left),
        fine(frame.bottom - frame.top),
    )
}

fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}
