namespace Maner.Text.Tokenization;

/// <summary>The ids of a tokenizer that are no text.</summary>
/// <param name="Begin">Stands before every sequence: <c>&lt;s&gt;</c>, <c>[CLS]</c>.</param>
/// <param name="End">Stands after every sequence: <c>&lt;/s&gt;</c>, <c>[SEP]</c>.</param>
/// <param name="Mask">Stands for a token that is to be predicted: <c>&lt;mask&gt;</c>, <c>[MASK]</c>.</param>
/// <param name="Unknown">Stands for text without a token; null where all text has tokens and no id is called so.</param>
/// <param name="Padding">Fills sequences of other programs; null when the files name none.</param>
internal sealed record SpecialIds(int Begin, int End, int Mask, int? Unknown, int? Padding);
