namespace EventGen.Generators.Text;

/// <summary>The names of generated files. Two files of one compilation may not differ in case alone.</summary>
internal static class HintName
{
    public const string Ambient = "EventGen.Ambient.g.cs";
    public const string Manifest = "EventGen.Manifest.g.cs";
    public const string Unread = "EventGen.Unread.g.cs";
    public const string Usings = "EventGen.Usings.g.cs";

    public static string Forwards(string hint) => $"Accessors.{hint}.g.cs";

    public static string Event(string hint) => $"Events.{hint}.g.cs";

    public static string Group(string hint) => $"Groups.{hint}.g.cs";

    public static string Handlers(string hint) => $"Handlers.{hint}.g.cs";

    public static string Module(string module) => $"{module.TrimStart('@')}.g.cs";

    /// <summary>Gives each name, in the order of the list, a file name of its own: itself, or itself and a number.</summary>
    /// <returns>The hints, by name.</returns>
    public static Dictionary<string, string> Assign(IEnumerable<string> names) => Assign(names, static name => name, static name => name);

    /// <summary>Gives each item, in the order of the list, a file name of its own: its name, or that and a number.</summary>
    /// <param name="items">The items.</param>
    /// <param name="key">What tells them apart.</param>
    /// <param name="name">The name that is wanted.</param>
    /// <returns>The hints, by key.</returns>
    public static Dictionary<string, string> Assign<T>(IEnumerable<T> items, Func<T, string> key, Func<T, string> name)
    {
        var hints = new Dictionary<string, string>(StringComparer.Ordinal);
        var files = NameAllocator.ForFiles();
        foreach (var item in items)
        {
            if (!hints.ContainsKey(key(item))) hints.Add(key(item), files.Take(name(item)));
        }

        return hints;
    }
}
