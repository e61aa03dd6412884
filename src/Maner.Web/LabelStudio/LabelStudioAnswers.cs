namespace Maner.Web.LabelStudio;

/// <summary>GET /health.</summary>
internal sealed record HealthAnswer(string Status, string ModelClass);

/// <summary>POST /setup.</summary>
internal sealed record SetupAnswer(string ModelVersion);

/// <summary>POST /predict: one prediction per task, in the order of the tasks.</summary>
internal sealed record PredictAnswer(IReadOnlyList<Prediction> Results);

/// <summary>The prediction for a task.</summary>
/// <param name="ModelVersion">The model's version.</param>
/// <param name="Score">How sure the model is, 0 to 1: Label Studio can show the least sure tasks first.</param>
/// <param name="Result">The regions; none where nothing was found.</param>
internal sealed record Prediction(string ModelVersion, double Score, IReadOnlyList<Region> Result);

/// <summary>A labelled stretch.</summary>
internal sealed record Region(string Id, string FromName, string ToName, string Type, RegionValue Value, double Score);

/// <summary>Where it is (in code points), its text, and its label.</summary>
internal sealed record RegionValue(int Start, int End, string Text, IReadOnlyList<string> Labels);

/// <summary>POST /webhook.</summary>
internal sealed record WebhookAnswer(WebhookJob? Result, string Status);

/// <summary>What a webhook has begun.</summary>
/// <param name="Job">The name of the training run; null: none.</param>
/// <param name="Note">Why none.</param>
internal sealed record WebhookJob(string? Job, string? Note);

/// <summary>POST /train.</summary>
internal sealed record TrainAnswer(string? Job);
