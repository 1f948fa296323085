using EventGen.Generators.Models;

namespace EventGen.Generators.Emission;

/// <summary>The names of generated files. Two files of one compilation may not differ in case alone.</summary>
internal static class HintName
{
    public const string Ambient = "EventGen.Ambient.g.cs";
    public const string Unread = "EventGen.Unread.g.cs";
    public const string Usings = "EventGen.Usings.g.cs";

    public static string Forwards(string hint) => $"Accessors.{hint}.g.cs";

    public static string Event(string hint) => $"Events.{hint}.g.cs";

    public static string Group(string hint) => $"Groups.{hint}.g.cs";

    public static string Handlers(string hint) => $"Handlers.{hint}.g.cs";

    public static string Module(string module) => $"{module.TrimStart('@')}.g.cs";

    /// <summary>Gives each name, in the order of the list, a file name of its own: itself, or itself and a number.</summary>
    /// <returns>The hints, by name.</returns>
    public static Dictionary<string, string> Assign(IEnumerable<string> names)
    {
        var hints = new Dictionary<string, string>(StringComparer.Ordinal);
        var files = NameAllocator.ForFiles();
        foreach (string name in names)
        {
            if (!hints.ContainsKey(name)) hints.Add(name, files.Take(name));
        }

        return hints;
    }

    /// <summary>Gives each type, in the order of the list, a file name of its own: its full name, or that and a number.</summary>
    /// <returns>The hints, by the name that code uses.</returns>
    public static Dictionary<string, string> Assign(IEnumerable<TypeName> types)
    {
        var hints = new Dictionary<string, string>(StringComparer.Ordinal);
        var files = NameAllocator.ForFiles();
        foreach (var type in types)
        {
            if (!hints.ContainsKey(type.Global)) hints.Add(type.Global, files.Take(type.FullName));
        }

        return hints;
    }
}
