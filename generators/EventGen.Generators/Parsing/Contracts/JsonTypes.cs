using EventGen.EventContracts;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>The types that System.Text.Json itself knows how to write.</summary>
internal static class JsonTypes
{
    private static readonly Dictionary<string, ContractSchema> s_byName = new(StringComparer.Ordinal)
    {
        ["System.Guid"] = Text(TextFormat.Uuid),
        ["System.DateTimeOffset"] = Text(TextFormat.DateTimeOffset),
        ["System.DateOnly"] = Text(TextFormat.Date),
        ["System.TimeOnly"] = Text(TextFormat.Time),
        ["System.TimeSpan"] = Text(TextFormat.TimeSpan),
        ["System.Uri"] = Text(TextFormat.Uri),
        ["System.Version"] = Text(TextFormat.Version),
        ["System.Int128"] = Number("int128"),
        ["System.UInt128"] = Number("uint128"),
        ["System.Half"] = Number("float16"),
        ["System.Text.Json.JsonElement"] = ContractSchema.Any,
        ["System.Text.Json.JsonDocument"] = ContractSchema.Any,
        ["System.Text.Json.Nodes.JsonNode"] = ContractSchema.Any,
        ["System.Text.Json.Nodes.JsonValue"] = ContractSchema.Any,
        ["System.Text.Json.Nodes.JsonObject"] = new(ContractSchemaKind.Map) { Items = ContractSchema.Any },
        ["System.Text.Json.Nodes.JsonArray"] = new(ContractSchemaKind.List) { Items = ContractSchema.Any },
    };

    /// <summary>What a type is written as; <see langword="null"/> when it is none of these.</summary>
    public static ContractSchema? Find(ITypeSymbol type)
    {
        switch (type.SpecialType)
        {
            case SpecialType.System_Object:
                return ContractSchema.Any;
            case SpecialType.System_Boolean:
                return new ContractSchema(ContractSchemaKind.Boolean);
            case SpecialType.System_String:
                return Text(TextFormat.Plain);
            case SpecialType.System_Char:
                return Text(TextFormat.Char);
            case SpecialType.System_DateTime:
                return Text(TextFormat.DateTime);
            case SpecialType.System_SByte:
                return Number("int8");
            case SpecialType.System_Byte:
                return Number("uint8");
            case SpecialType.System_Int16:
                return Number("int16");
            case SpecialType.System_UInt16:
                return Number("uint16");
            case SpecialType.System_Int32:
                return Number("int32");
            case SpecialType.System_UInt32:
                return Number("uint32");
            case SpecialType.System_Int64:
                return Number("int64");
            case SpecialType.System_UInt64:
                return Number("uint64");
            case SpecialType.System_Single:
                return Number("float");
            case SpecialType.System_Double:
                return Number("double");
            case SpecialType.System_Decimal:
                return Number("decimal");
        }

        if (IsBytes(type)) return Text(TextFormat.Base64);
        return type is INamedTypeSymbol { Arity: 0, ContainingType: null, ContainingNamespace.Name: "System" or "Json" or "Nodes" } && s_byName.TryGetValue(type.FullName(), out var known) ? known : null;
    }

    /// <summary>What a list has as elements, or a dictionary as values, never as a nullable value; <see langword="null"/> when the type is neither, or when they are anything.</summary>
    public static ITypeSymbol? Element(ITypeSymbol type)
    {
        if (Find(type) is not null) return null;
        var element = Dictionary(type) is var (_, value) ? value : IsCollection(type, out var item) ? item : null;
        return element?.IsNullableValue() == true ? ((INamedTypeSymbol)element).TypeArguments[0] : element;
    }

    /// <summary>The type of the values of a dictionary, and of its names; <see langword="null"/> when the type is none.</summary>
    public static (ITypeSymbol? Key, ITypeSymbol? Value)? Dictionary(ITypeSymbol type)
    {
        var found = Interface(type, "System.Collections.Generic.IDictionary", 2) ?? Interface(type, "System.Collections.Generic.IReadOnlyDictionary", 2);
        if (found is not null) return (found.TypeArguments[0], found.TypeArguments[1]);
        return Interface(type, "System.Collections.IDictionary", 0) is null ? null : (null, null);
    }

    /// <summary>The type of the elements of a collection; false when the type is none. Without a type parameter they are anything.</summary>
    public static bool IsCollection(ITypeSymbol type, out ITypeSymbol? element)
    {
        element = null;
        if (type is IArrayTypeSymbol array)
        {
            element = array.ElementType;
            return true;
        }

        if (type is INamedTypeSymbol memory && (memory.Is("System.Memory", 1) || memory.Is("System.ReadOnlyMemory", 1)))
        {
            element = memory.TypeArguments[0];
            return true;
        }

        if (Interface(type, "System.Collections.Generic.IEnumerable", 1) is { } typed)
        {
            element = typed.TypeArguments[0];
            return true;
        }

        return Interface(type, "System.Collections.IEnumerable", 0) is not null;
    }

    private static INamedTypeSymbol? Interface(ITypeSymbol type, string name, int arity)
    {
        if (type is INamedTypeSymbol { TypeKind: TypeKind.Interface } self && self.Is(name, arity)) return self;
        foreach (var implemented in type.AllInterfaces)
        {
            if (implemented.Is(name, arity)) return implemented;
        }

        return null;
    }

    private static bool IsBytes(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte } => true,
        INamedTypeSymbol { Arity: 1 } memory when memory.TypeArguments[0].SpecialType == SpecialType.System_Byte => memory.Is("System.Memory", 1) || memory.Is("System.ReadOnlyMemory", 1),
        _ => false,
    };

    private static ContractSchema Text(string format) => new(ContractSchemaKind.Text, format);

    private static ContractSchema Number(string format) => new(ContractSchemaKind.Number, format);
}
