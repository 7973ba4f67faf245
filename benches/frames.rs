//! Milliseconds a frame of painting, and of making a still ready: `cargo bench --bench frames`.

use std::hint::black_box;
use std::io::Cursor;
use std::time::{Duration, Instant};

use reelmill::media::{Canvas, Corner, Fit, Motion};
use reelmill::render::Paint;
use reelmill::render::frames::{CrossFade, Framing, KenBurns, Placement, Still, Watermark, Watermarked, frame_bytes};

const CANVAS: Canvas = Canvas { width: 1080, height: 1920, fps: 30 };
const FRAMES: u32 = 150;

fn main() {
    let photo = photo(2000, 3000);
    let png = encode(&photo, image::ImageFormat::Png);
    let jpeg = encode(&photo, image::ImageFormat::Jpeg);
    let framing = Framing::of(CANVAS, Fit::Cover, Motion::ZoomIn, FRAMES);
    report("decode and prepare 2000x3000 JPEG", 5, |_| drop(black_box(Still::decode(&jpeg, &framing))));
    report("decode and prepare 2000x3000 PNG", 5, |_| drop(black_box(Still::decode(&png, &framing))));
    report("prepare 2000x3000 pixels", 5, |_| {
        drop(black_box(Still::from_rgb(photo.width(), photo.height(), photo.as_raw(), &framing)));
    });
    let blur = Framing { fit: Fit::Blur, ..framing };
    report("prepare 2000x3000 pixels, blurred ground", 5, |_| {
        drop(black_box(Still::from_rgb(photo.width(), photo.height(), photo.as_raw(), &blur)));
    });
    let Ok(still) = Still::decode(&jpeg, &framing) else { return eprintln!("the generated photo cannot be decoded") };
    let shot = |motion| KenBurns::new(still.clone(), motion, FRAMES);
    report_frames("zoom in", shot(Motion::ZoomIn));
    report_frames("pan right", shot(Motion::PanRight));
    report_frames("no motion", shot(Motion::None));
    report_frames(
        "cross-fade of two zooms",
        CrossFade::new((shot(Motion::ZoomIn), 0), (shot(Motion::ZoomOut), 0), FRAMES),
    );
    let placement = Placement { corner: Corner::TopRight, width: 1200, opacity: 700 };
    if let Ok(mark) = Watermark::decode(&png, CANVAS, placement) {
        report_frames("no motion with a watermark", Watermarked::new(shot(Motion::None), mark));
    }
}

fn report_frames(name: &str, mut painter: impl Paint) {
    let mut frame = vec![0; frame_bytes(CANVAS)];
    report(&format!("{name}, a 1080x1920 frame"), FRAMES, |index| {
        painter.paint(index, &mut frame);
        black_box(&frame);
    });
}

/// Mean and best of `times` runs.
fn report(name: &str, times: u32, mut run: impl FnMut(u32)) {
    run(0);
    let mut total = Duration::ZERO;
    let mut best = Duration::MAX;
    for index in 0..times {
        let start = Instant::now();
        run(index);
        let took = start.elapsed();
        total += took;
        best = best.min(took);
    }
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    println!("{name:<44} mean {:8.3} ms   best {:8.3} ms", ms(total / times), ms(best));
}

/// Soft light with fine grain: neither flat nor noise.
fn photo(width: u32, height: u32) -> image::RgbImage {
    let mut state = 1u32;
    image::RgbImage::from_fn(width, height, |x, y| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let grain = f64::from(state >> 28);
        let (u, v) = (f64::from(x) / 200.0, f64::from(y) / 300.0);
        let light = 120.0 + 60.0 * (u + v.sin()).sin() + 40.0 * (v * 1.7 + (u * 2.3).cos()).cos();
        image::Rgb([light + grain, light * 0.9 + grain, light * 0.7 + 20.0 + grain].map(|c| c as u8))
    })
}

fn encode(photo: &image::RgbImage, format: image::ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    if let Err(error) = photo.write_to(&mut bytes, format) {
        eprintln!("cannot encode the generated photo: {error}");
    }
    bytes.into_inner()
}
