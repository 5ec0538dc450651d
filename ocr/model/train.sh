#!/bin/sh
# train.sh WORK - draws typed lines, trains the installed model for Dutch further on them, leaves the outcome as
# WORK/typed.traineddata, and prints the errors of both on typed lines that neither has seen. ITERATIONS (lines looked at),
# COUNT (lines drawn) and SEED may be set. One thread, so that equal settings give equal bytes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=${1:?usage: train.sh WORK}
installed=${TESSDATA:-/usr/share/tesseract-ocr/5/tessdata}/nld.traineddata
export OMP_THREAD_LIMIT=1
mkdir -p "$work"
cd "$work"
combine_tessdata -u "$installed" nld. >unpack.log 2>&1
/usr/bin/python3 "$here/float_model.py" nld.lstm float.lstm
dawg2wordlist nld.lstm-unicharset nld.lstm-word-dawg words.txt >>unpack.log 2>&1
for set in "train ${COUNT:-2000} ${SEED:-1}" "held ${HELD:-250} 77"; do
    # shellcheck disable=SC2086 # three words
    set -- $set
    /usr/bin/python3 "$here/draw_lines.py" "$1" "$2" "$3" words.txt nld.lstm-unicharset
    for image in "$1"/*.tif; do
        tesseract "$image" "${image%.tif}" --psm 13 lstm.train >>lines.log 2>&1
    done
    ls "$1"/*.lstmf >"$1.list"
done
rm -rf checks && mkdir checks
lstmtraining --continue_from float.lstm --traineddata "$installed" --train_listfile train.list \
    --learning_rate "${RATE:-0.0005}" --max_iterations "${ITERATIONS:-5000}" --model_output checks/typed --debug_interval 0 \
    >training.log 2>&1
lstmtraining --stop_training --convert_to_int --continue_from checks/typed_checkpoint --traineddata "$installed" \
    --model_output typed.traineddata >>training.log 2>&1
for model in "$installed" typed.traineddata; do
    lstmeval --model "$model" --eval_listfile held.list >eval.log 2>&1
    printf '%s: %s\n' "$model" "$(grep -o 'BCER eval=[0-9.]*.*' eval.log)"
done
sha256sum typed.traineddata
