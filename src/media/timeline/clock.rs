//! Milliseconds, frames and samples, converted in integers only.

/// Samples a second of every soundtrack.
pub const SAMPLE_RATE: u32 = 48_000;

/// The fewest frames that cover a time.
pub fn frames_covering(ms: u64, fps: u32) -> u32 {
    saturate((ms * u64::from(fps)).div_ceil(1000))
}

/// The frame whose start is nearest to a time.
pub fn nearest_frame(ms: u64, fps: u32) -> u32 {
    saturate((ms * u64::from(fps) + 500) / 1000)
}

/// When a frame starts, in milliseconds, rounded down.
pub fn frame_ms(frame: u32, fps: u32) -> u64 {
    u64::from(frame) * 1000 / u64::from(fps.max(1))
}

/// The sample at which a frame starts, rounded down.
pub fn frame_sample(frame: u32, fps: u32) -> u64 {
    u64::from(frame) * u64::from(SAMPLE_RATE) / u64::from(fps.max(1))
}

/// Samples in a time; exact at 48 kHz.
pub fn ms_samples(ms: u32) -> u64 {
    u64::from(ms) * u64::from(SAMPLE_RATE / 1000)
}

fn saturate(frames: u64) -> u32 {
    u32::try_from(frames).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_become_whole_frames() {
        assert_eq!(frames_covering(0, 30), 0);
        assert_eq!(frames_covering(1, 30), 1);
        assert_eq!(frames_covering(1000, 30), 30);
        assert_eq!(frames_covering(1001, 30), 31);
        assert_eq!(nearest_frame(16, 30), 0);
        assert_eq!(nearest_frame(17, 30), 1);
    }

    #[test]
    fn frames_become_times_without_drift() {
        assert_eq!(frame_ms(108_000, 30), 3_600_000);
        assert_eq!(frame_sample(108_000, 30), 172_800_000);
        assert_eq!(frame_sample(1, 30), 1600);
        assert_eq!(ms_samples(150), 7200);
    }
}
