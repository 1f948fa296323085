using EventGen.EventContracts;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Reads the parts of an object as System.Text.Json writes and reads them.</summary>
internal sealed class JsonObjectParser(JsonSettings settings, SchemaParser schemas, ContractSymbols symbols, string name)
{
    // The values of JsonIgnoreCondition.
    private const int Always = 1, WhenDefault = 2, WhenNull = 3, WhenWriting = 4, WhenReading = 5;

    public ContractObject Parse(INamedTypeSymbol type, int numbers)
    {
        var constructor = JsonConstructor.Of(type);
        var parts = new Dictionary<string, ContractPart>(StringComparer.Ordinal);
        bool isOpen = false;
        foreach (var member in Members(type))
        {
            if (member.HasAttribute(FrameworkNames.JsonExtensionDataAttribute))
            {
                isOpen = true;
                continue;
            }

            if (Part(member, constructor, numbers) is not { } part) continue;
            parts[part.Name] = part;
            symbols.Add(name, part.Name, member);
        }

        bool isClosed = type.FindAttribute(FrameworkNames.JsonUnmappedMemberHandlingAttribute) ?.FirstValue() is int handling ? handling == 1 : settings.IsClosed;
        return new ContractObject([.. parts.Values.OrderBy(static part => part.Name, StringComparer.Ordinal)], [], isClosed && !isOpen);
    }

    private ContractPart? Part(ISymbol member, IMethodSymbol? constructor, int numbers)
    {
        int ignore = member.FindAttribute(FrameworkNames.JsonIgnoreAttribute) is { } attribute ? ConditionOf(attribute) : settings.Ignore;
        if (ignore == Always) return null;

        var type = PayloadMembers.TypeOf(member);
        var parameter = constructor?.Parameters.FirstOrDefault(parameter => string.Equals(parameter.Name, member.Name, StringComparison.OrdinalIgnoreCase));
        bool isRead = IsRead(member) || parameter is not null, isWritten = IsWritten(member);
        if (!isRead && (!isWritten || IsIgnoredAsReadOnly(member, type))) return null;

        var schema = schemas.Part(type, member, numbers);
        string wireName = member.FindAttribute(FrameworkNames.JsonPropertyNameAttribute)?.FirstText() ?? JsonNaming.Apply(settings.Naming, member.Name);
        bool isRequired = IsDemanded(member, parameter, constructor)
            || (isRead && isWritten && ignore is not (WhenWriting or WhenReading) && !MayBeLeftOut(ignore, type) && !IsIgnoredAsReadOnly(member, type)
                && !AllowsNull(type) && parameter is not { HasExplicitDefaultValue: true });
        return new ContractPart(wireName, schema, isRequired) { IsSensitive = SensitiveParser.IsMarked(member) };
    }

    private static int ConditionOf(AttributeData ignore)
    {
        foreach (var argument in ignore.NamedArguments)
        {
            if (argument.Key == "Condition" && argument.Value.Value is int condition) return condition;
        }

        return Always;
    }

    // The serializer itself refuses an object without the part.
    private bool IsDemanded(ISymbol member, IParameterSymbol? parameter, IMethodSymbol? constructor)
    {
        if (member.HasAttribute(FrameworkNames.JsonRequiredAttribute)) return true;
        if (member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true } && constructor?.HasAttribute(FrameworkNames.SetsRequiredMembersAttribute) != true) return true;
        return settings.RequiresParameters && parameter is { HasExplicitDefaultValue: false };
    }

    private static bool MayBeLeftOut(int ignore, ITypeSymbol type) => ignore switch
    {
        WhenNull => AllowsNull(type),
        WhenDefault => type.IsValueType || AllowsNull(type),
        _ => false,
    };

    private static bool AllowsNull(ITypeSymbol type) =>
        type.IsNullableValue() || (!type.IsValueType && type.NullableAnnotation != NullableAnnotation.NotAnnotated);

    private static bool IsRead(ISymbol member) => member switch
    {
        IPropertySymbol { SetMethod: { } setter } => setter.DeclaredAccessibility == Accessibility.Public || member.HasAttribute(FrameworkNames.JsonIncludeAttribute),
        IFieldSymbol field => !field.IsReadOnly,
        _ => false,
    };

    private static bool IsWritten(ISymbol member) => member switch
    {
        IPropertySymbol { GetMethod: { } getter } => getter.DeclaredAccessibility == Accessibility.Public || member.HasAttribute(FrameworkNames.JsonIncludeAttribute),
        IFieldSymbol => true,
        _ => false,
    };

    // Collections are written all the same: it may be that they are filled when read.
    private bool IsIgnoredAsReadOnly(ISymbol member, ITypeSymbol type) => !IsRead(member)
        && (member is IFieldSymbol ? settings.IgnoresReadOnlyFields : settings.IgnoresReadOnlyProperties)
        && (type.SpecialType == SpecialType.System_String || !JsonTypes.IsCollection(type, out _));

    private IEnumerable<ISymbol> Members(INamedTypeSymbol type)
    {
        var members = new List<ISymbol>();
        foreach (var member in type.Lineage().SelectMany(static level => level.GetMembers()))
        {
            if (member.IsStatic || !IsPart(member)) continue;
            int hidden = members.FindIndex(other => other.Name == member.Name);
            if (hidden >= 0) members[hidden] = member;
            else members.Add(member);
        }

        return members;
    }

    private bool IsPart(ISymbol member) => member switch
    {
        IPropertySymbol { IsIndexer: false, ExplicitInterfaceImplementations.IsEmpty: true } property =>
            property.GetMethod?.DeclaredAccessibility == Accessibility.Public || property.SetMethod?.DeclaredAccessibility == Accessibility.Public
            || member.HasAttribute(FrameworkNames.JsonIncludeAttribute),
        IFieldSymbol { IsConst: false, IsImplicitlyDeclared: false, AssociatedSymbol: null } field =>
            (settings.IncludesFields && field.DeclaredAccessibility == Accessibility.Public) || member.HasAttribute(FrameworkNames.JsonIncludeAttribute),
        _ => false,
    };
}
