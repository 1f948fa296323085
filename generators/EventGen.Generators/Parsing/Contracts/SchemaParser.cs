using EventGen.EventContracts;
using EventGen.Generators.Text;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Parsing;

/// <summary>Reads what System.Text.Json writes for a type, and for all that it holds. Used once.</summary>
internal sealed class SchemaParser(JsonSettings settings, ContractSymbols symbols, CancellationToken cancellationToken)
{
    // Generic types that hold ever larger instances of themselves have no end.
    private const int MaxDefinitions = 1000;
    private const int MaxCollections = 64;

    private readonly Dictionary<string, ContractDefinition> _definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<(ITypeSymbol Type, string Kind), string> _names = new(KeyComparer.Instance);

    public IReadOnlyDictionary<string, ContractDefinition> Definitions => _definitions;

    /// <summary>What is written for a value of the type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="member">The member that holds the value: its attributes count before those of the type.</param>
    public ContractSchema Value(ITypeSymbol type, ISymbol? member) => Value(type, member is null ? null : JsonConverters.Named(member), NumbersOf(member, settings.Numbers));

    private ContractSchema Value(ITypeSymbol type, INamedTypeSymbol? converter, int numbers)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (type.IsNullableValue()) return Value(((INamedTypeSymbol)type).TypeArguments[0], converter, numbers) with { AllowsNull = true };
        var schema = Bare(type, converter, numbers);
        bool saysNothing = schema.Kind is ContractSchemaKind.Any or ContractSchemaKind.Converter;
        return saysNothing || type.IsValueType || type.NullableAnnotation == NullableAnnotation.NotAnnotated ? schema : schema with { AllowsNull = true };
    }

    // In the order in which the serializer looks: the member's converter, the context's, the type's.
    private ContractSchema Bare(ITypeSymbol type, INamedTypeSymbol? converter, int numbers)
    {
        converter ??= JsonConverters.Of(settings, type) ?? JsonConverters.Named(type);
        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum } values)
        {
            bool isText = converter is null ? settings.EnumsAreText : JsonConverters.IsEnumText(converter, type);
            if (converter is null || isText || JsonConverters.IsEnumNumber(converter, type)) return Enum(values, isText);
        }

        if (converter is not null) return new ContractSchema(ContractSchemaKind.Converter, converter.FullName());
        if (JsonTypes.Find(type) is { } known) return known.Kind == ContractSchemaKind.Number ? Number(known, numbers) : known;
        if (JsonTypes.Dictionary(type) is var (key, value))
            return new ContractSchema(ContractSchemaKind.Map) { Items = Items(type, value, numbers), Keys = Key(key) };
        if (JsonTypes.IsCollection(type, out var element))
            return new ContractSchema(ContractSchemaKind.List) { Items = Items(type, element, numbers) };
        return type is INamedTypeSymbol named && named.TypeKind is TypeKind.Class or TypeKind.Struct or TypeKind.Interface && _definitions.Count < MaxDefinitions
            ? Reference(Type((INamedTypeSymbol)type))
            : ContractSchema.Any;
    }

    private ContractSchema Items(ITypeSymbol collection, ITypeSymbol? element, int numbers) =>
        element is null || HoldsItself(collection) ? ContractSchema.Any : Value(element, null, numbers);

    // A list of itself, as a tree may be declared, is not written down further: of what holds itself, a contract has names for objects alone.
    private static bool HoldsItself(ITypeSymbol collection)
    {
        var inside = JsonTypes.Element(collection);
        for (int depth = 0; inside is not null; depth++)
        {
            if (depth == MaxCollections || SymbolEqualityComparer.Default.Equals(inside, collection)) return true;
            inside = JsonTypes.Element(inside);
        }

        return false;
    }

    private static ContractSchema Number(ContractSchema number, int numbers)
    {
        if ((numbers & JsonSettings.WriteAsText) != 0) return number with { Kind = ContractSchemaKind.NumberText };
        return (numbers & JsonSettings.NamedNumbers) != 0 && number.Format is ("float" or "double" or "float16")
            ? number with { Kind = ContractSchemaKind.NumberOrName }
            : number;
    }

    // Names in JSON are texts, whatever they are made of.
    private ContractSchema? Key(ITypeSymbol? type)
    {
        if (type is null || type.SpecialType is SpecialType.System_String or SpecialType.System_Object) return null;
        if (type is INamedTypeSymbol { TypeKind: TypeKind.Enum } values) return Enum(values, isText: true);
        return JsonTypes.Find(type) switch
        {
            { Kind: ContractSchemaKind.Number } number => number with { Kind = ContractSchemaKind.NumberText },
            { Kind: ContractSchemaKind.Text } text => text,
            _ => null,
        };
    }

    private ContractSchema Enum(INamedTypeSymbol type, bool isText)
    {
        if (!TryName(type, isText ? "text" : "number", out string name)) return Reference(name);
        var members = type.GetMembers().OfType<IFieldSymbol>().Where(static field => field.HasConstantValue).ToList();
        bool isFlags = type.HasAttribute(FrameworkNames.FlagsAttribute);
        _definitions[name] = new ContractEnum(isText ? Texts(members) : Numbers(members), isText, isFlags);
        return Reference(name);
    }

    private static List<ContractEnumMember> Texts(List<IFieldSymbol> members) =>
    [
        .. members.Select(static field => field.FindAttribute(FrameworkNames.JsonStringEnumMemberNameAttribute)?.FirstText() ?? field.Name)
            .Distinct(StringComparer.Ordinal).OrderBy(static name => name, StringComparer.Ordinal).Select(static name => new ContractEnumMember(name, "")),
    ];

    private static List<ContractEnumMember> Numbers(List<IFieldSymbol> members) =>
    [
        .. members.Select(static field => (field.Name, Value: Convert.ToDecimal(field.ConstantValue, System.Globalization.CultureInfo.InvariantCulture)))
            .OrderBy(static member => member.Value).ThenBy(static member => member.Name, StringComparer.Ordinal)
            .Select(static member => new ContractEnumMember(member.Name, member.Value.ToString(System.Globalization.CultureInfo.InvariantCulture))),
    ];

    private string Type(INamedTypeSymbol type)
    {
        var derived = type.GetAttributes().Where(static attribute => attribute.AttributeClass.Is(FrameworkNames.JsonDerivedTypeAttribute)).ToList();
        if (derived.Count == 0) return Object(type);

        if (!TryName(type, "union", out string name)) return name;
        var cases = new List<ContractCase>();
        foreach (var attribute in derived)
        {
            if (attribute.FirstValue() is not INamedTypeSymbol item) continue;
            object? value = attribute.ConstructorArguments.Length > 1 ? attribute.ConstructorArguments[1].Value : null;
            cases.Add(new ContractCase(value switch { string text => JsonText.Quote(text), int number => number.ToString(System.Globalization.CultureInfo.InvariantCulture), _ => "" }, Object(item)));
        }

        // One that is not listed is written as itself, without a discriminator.
        bool isListed = derived.Exists(attribute => SymbolEqualityComparer.Default.Equals(attribute.FirstValue() as ITypeSymbol, type));
        if (!isListed && !type.IsAbstract && type.TypeKind != TypeKind.Interface) cases.Add(new ContractCase("", Object(type)));
        string discriminator = type.FindAttribute(FrameworkNames.JsonPolymorphicAttribute)?.Named<string>("TypeDiscriminatorPropertyName") ?? "$type";
        _definitions[name] = new ContractUnion(discriminator, [.. cases.OrderBy(static item => item.Value, StringComparer.Ordinal)]);
        symbols.Add(name, type);
        return name;
    }

    private string Object(INamedTypeSymbol type)
    {
        if (!TryName(type, "object", out string name)) return name;
        symbols.Add(name, type);
        _definitions[name] = new ContractObject([], [], IsClosed: false);
        _definitions[name] = new JsonObjectParser(settings, this, symbols, name).Parse(type, NumbersOf(type, settings.Numbers));
        return name;
    }

    /// <summary>What is written for a part, with the number handling of the type around it.</summary>
    public ContractSchema Part(ITypeSymbol type, ISymbol member, int numbers) => Value(type, JsonConverters.Named(member), NumbersOf(member, numbers));

    private static int NumbersOf(ISymbol? symbol, int otherwise) =>
        symbol?.FindAttribute(FrameworkNames.JsonNumberHandlingAttribute) ?.FirstValue() is int numbers ? numbers : otherwise;

    private static ContractSchema Reference(string name) => new(ContractSchemaKind.Reference, name);

    // True when the name is new, and nothing is defined by it yet.
    private bool TryName(ITypeSymbol type, string kind, out string name)
    {
        var key = (type.WithNullableAnnotation(NullableAnnotation.NotAnnotated), kind);
        if (_names.TryGetValue(key, out string? known))
        {
            name = known;
            return false;
        }

        string wanted = NameOf(type);
        name = wanted;
        for (int number = 2; _definitions.ContainsKey(name); number++) name = $"{wanted}{number}";
        _names.Add(key, name);
        _definitions.Add(name, new ContractUnion("", []));   // taken, until it is known what it is
        return true;
    }

    private static string NameOf(ITypeSymbol type)
    {
        string name = new([.. type.Name.Select(static letter => letter < 128 && (char.IsLetterOrDigit(letter) || letter == '_') ? letter : '_')]);
        if (type is INamedTypeSymbol { TypeArguments.Length: > 0 } generic) return $"{name}Of{string.Join("And", generic.TypeArguments.Select(NameOf))}";
        return type is IArrayTypeSymbol array ? $"{NameOf(array.ElementType)}s" : name;
    }

    private sealed class KeyComparer : IEqualityComparer<(ITypeSymbol Type, string Kind)>
    {
        public static KeyComparer Instance { get; } = new();

        // "Page<string?>" is another schema than "Page<string>".
        public bool Equals((ITypeSymbol Type, string Kind) x, (ITypeSymbol Type, string Kind) y) =>
            x.Kind == y.Kind && SymbolEqualityComparer.IncludeNullability.Equals(x.Type, y.Type);

        public int GetHashCode((ITypeSymbol Type, string Kind) key) => SymbolEqualityComparer.Default.GetHashCode(key.Type);
    }
}
