using EventGen.Generators.Models;

namespace EventGen.Generators.Aggregation;

/// <summary>Names the members that stand for handler classes and foreign events, each one once.</summary>
internal static class MemberNames
{
    // What a table inherits or has as a parameter or local: a property of the same name would hide it, or be hidden.
    private static readonly HashSet<string> s_taken = new(StringComparer.Ordinal)
    {
        "cancellationToken", "context", "exception", "index", "instances", "mode", "payload", "pending", "scope",
        "Attach", "Equals", "Fail", "Finalize", "GetHashCode", "GetType", "Handlers", "Instances", "Invoke", "MemberwiseClone",
        "ReferenceEquals", "Resume", "RunAll", "RunAsynchronous", "RunSynchronous", "Start", "Stopping", "ToString",
    };

    /// <summary>A class goes by its own name when no other class has it, else by its full name without dots.</summary>
    public static Dictionary<string, string> OfClasses(IReadOnlyCollection<TypeName> classes)
    {
        var shared = new HashSet<string>(
            classes.GroupBy(static type => type.Name, StringComparer.Ordinal).Where(static group => group.Count() > 1).Select(static group => group.Key),
            StringComparer.Ordinal);
        return Assign(classes, type => shared.Contains(type.Name) || IsTaken(type.Name) ? Joined(type) : type.Name);
    }

    /// <summary>A foreign event goes by its full name without dots: <c>ContractsOrderPlaced</c>.</summary>
    public static Dictionary<string, string> OfReferencedEvents(IReadOnlyCollection<TypeName> events) => Assign(events, Joined);

    private static bool IsTaken(string name) => s_taken.Contains(name) || name.IndexOf("HandlersOf", StringComparison.Ordinal) >= 0;

    private static string Joined(TypeName type) => type.FullName.Contains('.') ? type.FullName.Replace(".", "") : $"{type.Name}Type";

    private static Dictionary<string, string> Assign(IEnumerable<TypeName> types, Func<TypeName, string> nameOf)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);   // a field's name is in camel case
        foreach (var type in types.OrderBy(static type => type.FullName, StringComparer.Ordinal))
        {
            string wanted = nameOf(type), name = wanted;
            for (int number = 2; !taken.Add(name); number++) name = $"{wanted}{number}";
            names.Add(type.FullName, name);
        }

        return names;
    }
}
