using System.Security.Cryptography;
using System.Text;

namespace Maner.Web.Projects;

/// <summary>A project of an annotation tool, which has a tagger of its own as soon as one was trained for it.</summary>
/// <param name="Tool">The tool: <c>label-studio</c>.</param>
/// <param name="Model">The name of the model that it begins with.</param>
/// <param name="Id">The project's identifier in the tool.</param>
internal sealed record ProjectKey(string Tool, string Model, string Id)
{
    private const int LongestName = 60;

    /// <summary>A name for people and for a folder; whatever a client calls its project, it stays inside its parent.</summary>
    public string Name
    {
        get
        {
            string name = string.Concat($"{Tool}-{Model}-{Id}".Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '_'));
            bool isPlain = name == $"{Tool}-{Model}-{Id}" && name.Length <= LongestName;
            return isPlain ? name : $"{name[..Math.Min(name.Length, LongestName)]}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Tool}\n{Model}\n{Id}")))[..12]}";
        }
    }
}
