#!/usr/bin/env bash
# Every built-in look on one page, in shorts and landscape: makes examples/gallery.yaml and writes
# examples/out/gallery/index.html, one file that needs no network. Arguments go to `reelmill run`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

reelmill=${REELMILL:-target/release/reelmill}
[ -x "$reelmill" ] || cargo build --release --locked --quiet
"$reelmill" run examples/gallery.yaml "$@"

out=examples/out/gallery
page=$out/index.html
figure() { # a poster, and what it shows
  printf '<figure class="%s"><img loading="lazy" alt="%s" src="data:image/jpeg;base64,' "$3" "$2"
  base64 <"$1" | tr -d '\n'
  printf '"><figcaption>%s</figcaption></figure>\n' "$2"
}
section() { # a heading, and the start of the names below it
  local shape poster name
  printf '<h2>%s</h2>\n' "$1"
  for shape in shorts landscape; do
    printf '<div class="row">\n'
    for poster in "$out"/"$2"-*-"$shape".jpg; do
      name=$(basename "$poster" "-$shape.jpg")
      name=${name#"$2"-}
      figure "$poster" "${name//-/ }" "$shape"
    done
    printf '</div>\n'
  done
}
{
  cat <<'HTML'
<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>reelmill: the looks</title>
<style>
  body { margin: 0 auto; max-width: 1500px; padding: 2rem; background: #0f1115; color: #e8eaee; font: 16px/1.5 system-ui, sans-serif }
  h1 { font-size: 2rem; letter-spacing: -.02em } h2 { margin: 3rem 0 1rem; font-size: 1.2rem }
  .row { display: flex; flex-wrap: wrap; gap: 1rem; margin-bottom: 1rem }
  figure { margin: 0 } img { display: block; border-radius: 10px }
  .shorts img { width: 216px; height: 384px } .landscape img { width: 352px; height: 198px }
  figcaption { margin-top: .35rem; color: #98a0ad; font-size: .85rem }
</style>
<h1>The looks of reelmill</h1>
<p>Frames of the videos of <code>examples/gallery.yaml</code>, as they come out of the encoder.</p>
HTML
  section "Captions" captions
  section "Cards" card
  section "Over pictures" over
  section "Painted pictures, by mood and seed" mood
  printf '</html>\n'
} >"$page.new"
mv "$page.new" "$page"
echo
echo "The page is $(pwd)/$page"
