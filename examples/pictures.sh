#!/usr/bin/env bash
# Makes the pictures of the README from a real run of the quickstart: frames of its videos (frames.jpg), and the terminal
# while they are made and afterwards (terminal.svg). Needs tmux besides what the quickstart needs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. ./examples/install.sh

install_tools
command -v tmux >/dev/null 2>&1 || { echo "missing: tmux" >&2; exit 6; }
cargo build --release --locked --quiet

pictures=examples/pictures
work=$(mktemp -d)
terminal() { tmux -L "reelmill-pictures-$$" "$@"; }
trap 'terminal kill-server 2>/dev/null || true; rm -rf "$work"' EXIT
mkdir -p "$pictures"

# Waits until the terminal shows a line like the pattern.
until_shown() {
  local tries
  for tries in $(seq 1200); do
    terminal capture-pane -p | grep -q -- "$1" && return 0
    sleep 0.1
  done
  echo "the terminal never showed: $1" >&2
  return 1
}

# What the terminal shows, without the prompt that waits and the empty rows at the end.
captured() { terminal capture-pane -e -p | sed -e '/^\$ *$/d' | awk '{ rows[NR] = $0; if ($0 != "") last = NR } END { for (i = 1; i <= last; i++) print rows[i] }'; }

# A terminal's text with its colours (SGR codes) as rows of SVG, from row $1 on.
rows_to_svg() {
  awk -v row="$1" -v esc="$(printf '\033')" '
    function escaped(text) {
      gsub(/&/, "\\&amp;", text); gsub(/</, "\\&lt;", text); gsub(/>/, "\\&gt;", text)
      return text
    }
    BEGIN {
      colour[31] = "#ff7b72"; colour[32] = "#3fb950"; colour[33] = "#d29922"; colour[36] = "#39c5cf"; colour[2] = "#8b949e"
      split("1 2 31 32 33 36", known, " ")
    }
    {
      printf "<text x=\"18\" y=\"%d\" xml:space=\"preserve\">", 20 * (row + NR) + 4
      count = split($0, pieces, esc "\\[")
      fill = ""; bold = ""
      for (i = 1; i <= count; i++) {
        text = pieces[i]
        if (i > 1) {
          codes = text; sub(/m.*/, "", codes); sub(/^[0-9;]*m/, "", text)
          parts = split(codes, code, ";")
          if (parts == 0) { fill = ""; bold = "" }
          for (j = 1; j <= parts; j++) {
            if (code[j] == 0) { fill = ""; bold = "" }
            else if (code[j] == 39 || code[j] == 22) { fill = ""; if (code[j] == 22) bold = "" }
            else if (code[j] == 1) bold = " font-weight=\"bold\""
            else if (code[j] in colour) fill = " fill=\"" colour[code[j]] "\""
          }
        }
        if (text != "") printf "<tspan%s%s>%s</tspan>", fill, bold, escaped(text)
      }
      print "</text>"
    }'
}

terminal new-session -d -x 88 -y 36 "REELMILL_CACHE_DIR=$work/cache PS1='$ ' bash --norc --noprofile"
terminal send-keys "clear; export PATH=\$PWD/target/release:\$PATH; rm -rf examples/out; clear" Enter
terminal send-keys "reelmill run examples/quickstart.yaml" Enter
until_shown '^✓'
captured >"$work/during"
until_shown 'realtime'
captured >"$work/after"

first=$(wc -l <"$work/during")
second=$(wc -l <"$work/after")
height=$((20 * (first + second + 2) + 16))
{
  echo "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 780 $height\" font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\" fill=\"#e6edf3\">"
  echo "<rect width=\"780\" height=\"$height\" rx=\"8\" fill=\"#0d1117\"/>"
  rows_to_svg 0 <"$work/during"
  rows_to_svg $((first + 1)) <"$work/after"
  echo "</svg>"
} >"$pictures/terminal.svg"

# Frames of equal height, a few a video, side by side.
frame() { ffmpeg -v error -y -ss "$2" -i "examples/out/$1.mp4" -frames:v 1 -vf "scale=-2:480" "$work/$3.png"; }
frame haunted-house 3 1
frame haunted-house 12 2
frame tides 2 3
frame opening 2 4
frame opening 6 5
ffmpeg -v error -y -i "$work/1.png" -i "$work/2.png" -i "$work/3.png" -i "$work/4.png" -i "$work/5.png" \
  -filter_complex "[0]pad=iw+8[a];[1]pad=iw+8[b];[2]pad=iw+8[c];[3]pad=iw+8[d];[a][b][c][d][4]hstack=5,scale=1800:-2" \
  -frames:v 1 -q:v 4 "$pictures/frames.jpg"
ls -l "$pictures"
