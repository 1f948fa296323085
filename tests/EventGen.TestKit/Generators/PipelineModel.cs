using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace EventGen.TestKit;

/// <summary>Looks into the values of a pipeline for what must not be kept there: it is never equal after an edit, and it roots whole compilations.</summary>
internal static class PipelineModel
{
    /// <summary>Where a value holds something of Roslyn's, <c>EventModel.Type.Symbol: NamedTypeSymbol</c>; empty when it does not.</summary>
    public static List<string> FindCompilerObjects(object? value)
    {
        var found = new List<string>();
        Walk(value, value?.GetType().Name ?? "null", new HashSet<object>(ReferenceEqualityComparer.Instance), found);
        return found;
    }

    private static void Walk(object? value, string path, HashSet<object> seen, List<string> found)
    {
        if (value is null or string or Delegate or MemberInfo or Assembly) return;
        Type type = value.GetType();
        if (type.IsPrimitive || type.IsEnum || type.IsPointer) return;
        if (!type.IsValueType && !seen.Add(value)) return;

        if (value is ISymbol or SyntaxNode or SyntaxToken or SyntaxTrivia or SyntaxReference or SyntaxTree or Compilation
            or SemanticModel or Location or AttributeData or Diagnostic or IOperation or SourceText)
        {
            found.Add($"{path}: {type.Name}");
            return;
        }

        if (value is IEnumerable items && (type.IsArray || type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true))
        {
            if (IsDefault(value)) return;
            int index = 0;
            foreach (object? item in items) Walk(item, $"{path}[{index++}]", seen, found);
            return;
        }

        for (Type? part = type; part is not null && part != typeof(object); part = part.BaseType)
            foreach (FieldInfo field in part.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                if (field.FieldType != type) Walk(field.GetValue(value), $"{path}.{NameOf(field)}", seen, found);
    }

    // A default ImmutableArray throws when enumerated.
    private static bool IsDefault(object value) =>
        value.GetType() is { IsGenericType: true } type
        && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
        && (bool)type.GetProperty(nameof(ImmutableArray<int>.IsDefault))!.GetValue(value)!;

    // <Name>k__BackingField is Name.
    private static string NameOf(FieldInfo field) => field.Name is ['<', .. var rest] ? rest[..rest.IndexOf('>')] : field.Name;
}
