namespace EventGen.Generators.Text;

/// <summary>Gives out the names of one scope of generated code: each name once, and none that the scope has already.</summary>
/// <remarks>Names are not escaped. What asks first gets the plain name, so ask in a fixed order. Not thread safe.</remarks>
internal sealed class NameAllocator
{
    private readonly HashSet<string> _taken;
    private readonly string _separator;

    /// <param name="taken">The names that the scope has already.</param>
    public NameAllocator(IEnumerable<string> taken) : this(taken, StringComparer.Ordinal, separator: "")
    {
    }

    private NameAllocator(IEnumerable<string> taken, StringComparer comparer, string separator) =>
        (_taken, _separator) = (new HashSet<string>(taken, comparer), separator);

    /// <summary>For the names of files, which may not differ in case alone.</summary>
    public static NameAllocator ForFiles() => new([], StringComparer.OrdinalIgnoreCase, "-");

    /// <summary>Takes a name: the one that is wanted, or that one and a number.</summary>
    public string Take(string wanted) => TakeStem(wanted, static stem => stem);

    /// <summary>Takes several names that are made of one stem.</summary>
    /// <param name="wanted">The stem.</param>
    /// <param name="forms">Make the names of a stem.</param>
    /// <returns>The stem that is wanted, or that one and a number: all names that are made of it were free.</returns>
    public string TakeStem(string wanted, params Func<string, string>[] forms)
    {
        string stem = wanted;
        for (int number = 2; forms.Any(form => _taken.Contains(form(stem))); number++) stem = $"{wanted}{_separator}{number}";
        foreach (var form in forms) _taken.Add(form(stem));
        return stem;
    }
}
