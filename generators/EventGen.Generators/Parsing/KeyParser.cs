using EventGen.Generators.Models;
using EventGen.Generators.Rules;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Finds the part that orders deliveries.</summary>
internal static class KeyParser
{
    /// <returns>False when the event names a key that cannot be one.</returns>
    public static bool TryParse(INamedTypeSymbol type, ParseScope scope, out KeyModel? key)
    {
        key = null;
        var marked = new List<ISymbol>();
        foreach (var level in type.Lineage())
        {
            foreach (var member in level.GetMembers())
            {
                if (member is IPropertySymbol or IFieldSymbol { AssociatedSymbol: null } && !member.IsImplicitlyDeclared && member.HasAttribute(RuntimeNames.EventKeyAttribute))
                    AddOnce(marked, member);
            }
        }

        foreach (var parameter in type.InstanceConstructors.SelectMany(static constructor => constructor.Parameters))
        {
            if (!parameter.HasAttribute(RuntimeNames.EventKeyAttribute)) continue;
            if (PayloadMembers.Of(type, parameter) is { } member)
            {
                AddOnce(marked, member);
                continue;
            }

            scope.Report(EventRules.InvalidKey, parameter, type.FullName(),
                $"has its key on the parameter '{parameter.Name}', which no property can be read back from", "mark the property instead");
            return false;
        }

        if (marked.Count == 0) return true;
        if (marked.Count > 1)
        {
            scope.Report(EventRules.InvalidKey, OwnOr(marked[1], type, scope), type.FullName(),
                $"has {marked.Count} keys, '{string.Join("', '", marked.Select(static member => member.Name))}'",
                "mark one part with [EventKey]");
            return false;
        }

        // The payload's own member of that name is read, which may override or hide the one that is marked.
        key = Read(type, PayloadMembers.Find(type, marked[0].Name) ?? marked[0], scope);
        return key is not null;
    }

    private static KeyModel? Read(INamedTypeSymbol type, ISymbol member, ParseScope scope)
    {
        var where = OwnOr(member, type, scope);
        if (member.IsStatic || member is IPropertySymbol { IsIndexer: true })
        {
            string kind = member.IsStatic ? "is static" : "is an indexer";
            scope.Report(EventRules.InvalidKey, where, type.FullName(), $"has a key '{member.Name}' that {kind}",
                "mark a property of the payload");
            return null;
        }

        if (!scope.CanReach(member) || member is IPropertySymbol property && (property.GetMethod is not { } getter || !scope.CanReach(getter)))
        {
            scope.Report(EventRules.InvalidKey, where, type.FullName(),
                $"has a key '{member.Name}' that generated code cannot read", "give it an internal or public getter");
            return null;
        }

        var declared = PayloadMembers.TypeOf(member);
        bool nullable = declared.IsNullableValue();
        var valueType = nullable ? ((INamedTypeSymbol)declared).TypeArguments[0] : declared;
        if (valueType.TypeKind == TypeKind.Error) return null;
        if (Conversion(valueType) is { } conversion) return new KeyModel(member.Name, conversion, nullable);

        scope.Report(EventRules.InvalidKey, where, type.FullName(),
            $"has a key '{member.Name}' of type '{declared.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'",
            "a key is a string, a Guid, an integer or an enum");
        return null;
    }

    private static string? Conversion(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_String => "",
        SpecialType.System_SByte or SpecialType.System_Int16 or SpecialType.System_Int32 or SpecialType.System_IntPtr => "(long)",
        SpecialType.System_Int64 => "",
        SpecialType.System_Byte or SpecialType.System_UInt16 or SpecialType.System_UInt32 or SpecialType.System_UIntPtr => "(ulong)",
        SpecialType.System_UInt64 => "",
        _ when type.Is(FrameworkNames.Guid) => "",
        _ when type is INamedTypeSymbol { EnumUnderlyingType: { } underlying } =>
            IsSigned(underlying.SpecialType) ? "(long)" : "(ulong)",
        _ => null,
    };

    private static bool IsSigned(SpecialType type) =>
        type is SpecialType.System_SByte or SpecialType.System_Int16 or SpecialType.System_Int32 or SpecialType.System_Int64;

    private static void AddOnce(List<ISymbol> marked, ISymbol member)
    {
        if (!marked.Exists(other => other.Name == member.Name)) marked.Add(member);
    }

    private static ISymbol OwnOr(ISymbol member, INamedTypeSymbol type, ParseScope scope) => scope.IsOwn(member) ? member : type;
}
