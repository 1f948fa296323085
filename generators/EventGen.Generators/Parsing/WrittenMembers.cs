using EventGen.Generators.Models;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>The members that the project's own files give to a class which is generated too.</summary>
internal static class WrittenMembers
{
    /// <param name="compilation">The project; what an analyzer sees of it has the generated members as well, which are left out.</param>
    /// <param name="names">The names of the classes.</param>
    public static WrittenMembersModel Of(Compilation compilation, GeneratedNames names) =>
        new(Of(compilation, names.Namespace, names.Accessor), Of(compilation, names.Namespace, names.Module));

    private static EquatableArray<string> Of(Compilation compilation, string space, string name)
    {
        string fullName = (space.Length == 0 ? name : $"{space}.{name}").Replace("@", "");
        return compilation.Assembly.GetTypeByMetadataName(fullName) is { } type
            ? type.GetMembers()
                .Where(static member => member.CanBeReferencedByName && member.DeclaringSyntaxReferences.Any(static place => !IsGenerated(place.SyntaxTree)))
                .Select(static member => member.Name)
                .Distinct(StringComparer.Ordinal)
                .OrderBy(static member => member, StringComparer.Ordinal)
                .ToEquatableArray()
            : default;
    }

    // The compiler puts what a generator writes into a folder of the generator's name.
    private static bool IsGenerated(SyntaxTree tree) => tree.FilePath.IndexOf(GeneratorName.FullName, StringComparison.Ordinal) >= 0;
}
