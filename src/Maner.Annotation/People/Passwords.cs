using System.Globalization;
using System.Security.Cryptography;

namespace Maner.Annotation.People;

/// <summary>Hashes passwords with PBKDF2 and SHA-256, 600,000 rounds (what OWASP advises), and a salt of 16 bytes.</summary>
internal static class Passwords
{
    /// <summary>Characters that a password has at the least.</summary>
    public const int Shortest = 8;

    private const string Name = "pbkdf2-sha256";
    private const int Rounds = 600_000, SaltBytes = 16, HashBytes = 32;

    /// <summary>What is checked for a name that there is not, so that the answer takes as long.</summary>
    private static string? s_nobody;

    /// <summary>The text that is kept: name, rounds, salt and hash.</summary>
    public static string Hash(string password)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return string.Create(CultureInfo.InvariantCulture, $"{Name}${Rounds}${Convert.ToBase64String(salt)}${Convert.ToBase64String(Derive(password, salt, Rounds))}");
    }

    /// <summary>Whether a password is the one of a hash; as slow where there is none.</summary>
    public static bool Fits(string password, string? hash)
    {
        string[] parts = (hash ?? (s_nobody ??= Hash(""))).Split('$');
        byte[] derived = Derive(password, Convert.FromBase64String(parts[2]), int.Parse(parts[1], CultureInfo.InvariantCulture));
        return CryptographicOperations.FixedTimeEquals(derived, Convert.FromBase64String(parts[3])) && hash is not null;
    }

    private static byte[] Derive(string password, byte[] salt, int rounds) => Rfc2898DeriveBytes.Pbkdf2(password, salt, rounds, HashAlgorithmName.SHA256, HashBytes);
}
