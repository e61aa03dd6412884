using System.CommandLine;
using Maner.Cli.Views;
using Maner.Hub;
using Maner.Hub.Models;
using Maner.Hub.Protocol;
using Maner.Ner;

namespace Maner.Cli.Commands;

/// <summary><c>maner models</c>: the models that commands take by name, and the cache of those of the Hugging Face hub.</summary>
internal static class ModelsCommand
{
    /// <summary>What the argument of a model is.</summary>
    public const string NameDescription = "OWNER/NAME of the hub, OWNER/NAME@REVISION, or a short name of 'maner models list'.";

    public static Command Create(CliContext context) => new("models", "Lists, fetches, verifies and removes models of the Hugging Face hub, in a cache that is shared with Python's huggingface_hub; tries encoders on a text and makes them smaller.")
    {
        ModelsListCommand.Create(context),
        ModelsGetCommand.Create(context),
        ModelsPathCommand.Create(context),
        ModelsVerifyCommand.Create(context),
        ModelsRemoveCommand.Create(context),
        ModelsCheckCommand.Create(context),
        ModelsTrimCommand.Create(context),
    };

    /// <summary>The model of the hub that a name means.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static HubModelName Resolve(string name, HubModels models) =>
        KnownEncoders.Resolve(name, repo => models.Cache.Find(repo) is not null) ?? throw new InvalidDataException(
            BundledSource.OfProgram.Find(name) is { } bundled ? $"Model '{name}' comes with the program: expected a model of the Hugging Face hub. It is in {bundled} and needs no cache." :
            $"Model '{name}': expected OWNER/NAME of a model of the Hugging Face hub, or the short name of one, found neither.{Near(name)} 'maner models list' shows the short names.");

    private static string Near(string name) =>
        Options.NearestName.Of(name, KnownEncoders.All.Select(known => known.Name)) is { } near ? $" Did you mean '{near}'?" : "";
}
