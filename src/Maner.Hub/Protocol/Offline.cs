namespace Maner.Hub.Protocol;

/// <summary>What to do where no request may be made.</summary>
internal static class Offline
{
    /// <summary>How a model gets here.</summary>
    public static string HowToGet(string model, string variable) =>
        $"Unset {variable}, or get the model where there is a network (ModelHub.GetAsync(\"{model}\")) and copy its folder of the cache here.";
}
