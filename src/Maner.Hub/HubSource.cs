using Maner.Hub.Models;
using Maner.Hub.Protocol;
using Maner.Ner;

namespace Maner.Hub;

/// <summary>
/// Models of the Hugging Face hub by name. What the cache has is taken as it is, without a request, so that the same command gives the same bits;
/// what it has not is fetched.
/// </summary>
/// <param name="open">Opens the hub; called when a name has the form of one of its models.</param>
/// <param name="check">Looks at a model's configuration before its weights are fetched, and throws if they could not be used.</param>
/// <param name="run">Runs a download to its end on the calling thread: where the interrupts of the program are handled.</param>
internal sealed class HubSource(Func<HubModels> open, Action<string>? check, Func<Func<CancellationToken, Task<string>>, string> run) : IModelSource
{
    /// <inheritdoc/>
    public string Description => "OWNER/NAME of a model of the Hugging Face hub, or the short name of one (maner models list)";

    /// <inheritdoc/>
    public string? Find(string name)
    {
        if (!HubModelName.TryParse(name, out _))
        {
            return null;
        }

        using HubModels models = open();
        if (KnownEncoders.Resolve(name, repo => models.Cache.Find(repo) is not null) is not { } model)
        {
            return null;
        }

        try
        {
            return models.FindCached(model, isBest: true) ?? run(cancellation => models.GetAsync(model, update: false, check, cancellation));
        }
        catch (HubUnavailableException problem)
        {
            throw new HubUnavailableException(Neither(name, model, problem), problem) { IsSetup = problem.IsSetup };
        }
        catch (HubException problem)
        {
            throw new HubException(Neither(name, model, problem), problem);
        }
    }

    // Who has mistyped a folder must see that it was taken for a model of the hub.
    private static string Neither(string name, HubModelName model, HubException problem)
    {
        string told = $"Model '{model}': ", what = name == model.ToString() ? "a model of the hub" : $"'{model}' of the hub";
        string message = problem.Message.StartsWith(told, StringComparison.Ordinal) ? problem.Message[told.Length..] : problem.Message;
        return $"Model '{name}': no folder of this name is here; as {what}: {message}";
    }
}
