namespace Maner.Ner;

/// <summary>
/// Options of the library's <c>TrainerOptions</c>, which is above the code that names them in messages: what a programmer has. The command line puts
/// its flags in their place.
/// </summary>
internal static class CallerOptions
{
    /// <summary>The model to start from.</summary>
    public const string StartFrom = "TrainerOptions.StartFrom";

    /// <summary>Replace what is in the output folder.</summary>
    public const string Overwrite = "TrainerOptions.Overwrite";

    /// <summary>Continue an interrupted run.</summary>
    public const string Resume = "TrainerOptions.Resume";
}
