namespace EventGen.TestKit;

/// <summary>Runs programs under a culture; the tests themselves run without any.</summary>
public static class ProgramCulture
{
    /// <summary>Whether the machine has the libraries that know cultures, those of ICU.</summary>
    public static bool IsAvailable { get; } = Directory.Exists("/usr/lib")
        && Directory.EnumerateFiles("/usr/lib", "libicuuc.so*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }).Any();

    /// <summary>The variables of a program that runs without cultures.</summary>
    public static Dictionary<string, string?> None => new() { ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1" };

    /// <summary>The variables of a program that runs under a culture, such as <c>sv-SE</c>.</summary>
    public static Dictionary<string, string?> Of(string culture)
    {
        string name = $"{culture.Replace('-', '_')}.UTF-8";
        return new() { ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "0", ["LC_ALL"] = name, ["LANG"] = name };
    }
}
