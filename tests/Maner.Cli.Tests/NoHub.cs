using System.Runtime.CompilerServices;

namespace Maner.Cli.Tests;

/// <summary>These tests ask no hub and see no cache of the machine, whatever they name; those of Maner.Hub.Tests have a hub of their own.</summary>
internal static class NoHub
{
#pragma warning disable CA2255 // a library must not, but this is a program
    [ModuleInitializer]
#pragma warning restore CA2255
    public static void Set()
    {
        Environment.SetEnvironmentVariable("HF_HUB_OFFLINE", "1");
        Environment.SetEnvironmentVariable("HF_HUB_CACHE", Path.Combine(AppContext.BaseDirectory, "no-cache"));
    }
}
