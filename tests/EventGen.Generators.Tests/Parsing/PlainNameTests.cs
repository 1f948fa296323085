using EventGen.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EventGen.Generators.Tests.Parsing;

/// <summary>Names of types that are written without asking the compiler are those that it gives.</summary>
public sealed class PlainNameTests
{
    private const string Source = """
        #nullable enable
        using System; using System.Collections.Generic;
        public class Bare { }
        namespace Shop.Orders
        {
            public class Order { public class Line { } public enum State { Open } public class @class { } }
            public class Box<T> { public class Inner { public class Deep<U> { } } }
            public struct Point { }
            public class lower { }
            public class record { }
            public delegate void Changed();
        #nullable disable
            public class Old { public Order Of; public List<Order> All; }
        #nullable restore
        }
        """;

    [Theory]
    [InlineData("Bare", "global::Bare")]
    [InlineData("Shop.Orders.Order", "global::Shop.Orders.Order")]
    [InlineData("Shop.Orders.Order?", "global::Shop.Orders.Order?")]
    [InlineData("Shop.Orders.Order.Line", "global::Shop.Orders.Order.Line")]
    [InlineData("Shop.Orders.Order.State?", "global::Shop.Orders.Order.State?")]
    [InlineData("Shop.Orders.Changed", "global::Shop.Orders.Changed")]
    [InlineData("Shop.Orders.Point?", "global::Shop.Orders.Point?")]
    [InlineData("string", "string")]
    [InlineData("string?", "string?")]
    [InlineData("decimal?", "decimal?")]
    [InlineData("object", "object")]
    [InlineData("DateTime", "global::System.DateTime")]
    [InlineData("Dictionary<string, List<Shop.Orders.Order?>>?", "global::System.Collections.Generic.Dictionary<string, global::System.Collections.Generic.List<global::Shop.Orders.Order?>>?")]
    [InlineData("Shop.Orders.Box<int>.Inner.Deep<string?>", "global::Shop.Orders.Box<int>.Inner.Deep<string?>")]
    [InlineData("Nullable<Guid>", "global::System.Guid?")]
    public void PlainTypes_HaveTheCompilersNames(string type, string annotated)
    {
        var symbol = TypeOf(type);
        Assert.Equal(annotated, PlainName.Global(symbol, annotated: true));
        Assert.Equal(symbol.ToDisplayString(Annotated), PlainName.Global(symbol, annotated: true));
        Assert.Equal(symbol.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), PlainName.Global(symbol, annotated: false));
        if (PlainName.Full(symbol) is { } full) Assert.Equal(symbol.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString(Plain), full);
    }

    [Theory]
    [InlineData("Shop.Orders.Order.@class")]
    [InlineData("Shop.Orders.lower")]
    [InlineData("Shop.Orders.record")]
    [InlineData("nint")]
    [InlineData("UIntPtr")]
    [InlineData("(int Count, string Name)")]
    [InlineData("List<(int, int)>")]
    [InlineData("List<nint>")]
    [InlineData("int[]")]
    [InlineData("List<string[]>")]
    [InlineData("dynamic")]
    [InlineData("Missing")]
    public void Others_AreLeftToTheCompiler(string type) => Assert.Null(PlainName.Global(TypeOf(type), annotated: true));

    [Theory]
    [InlineData("Of", "global::Shop.Orders.Order")]
    [InlineData("All", "global::System.Collections.Generic.List<global::Shop.Orders.Order>")]
    public void WithoutNullability_NothingIsAnnotated(string field, string name) =>
        Assert.Equal(name, PlainName.Global(((IFieldSymbol)Compile("int").GetTypeByMetadataName("Shop.Orders.Old")!.GetMembers(field)[0]).Type, annotated: true));

    [Theory]
    [InlineData("Shop.Orders.Order.Line", "Shop.Orders.Order.Line")]
    [InlineData("string", "System.String")]
    [InlineData("Shop.Orders.Box<int>", null)]
    [InlineData("Shop.Orders.Box<int>.Inner", null)]
    [InlineData("nint", null)]
    public void FullNames_AreForPeople(string type, string? name) => Assert.Equal(name, PlainName.Full(TypeOf(type)));

    private static SymbolDisplayFormat Annotated { get; } =
        SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static SymbolDisplayFormat Plain { get; } = new(
        globalNamespaceStyle: SymbolDisplayGlobalNamespaceStyle.Omitted,
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters);

    private static ITypeSymbol TypeOf(string type) => ((IFieldSymbol)Compile(type).GetTypeByMetadataName("Asked")!.GetMembers("Field")[0]).Type;

    private static CSharpCompilation Compile(string type) => CSharpCompilation.Create(
        "Names",
        [CSharpSyntaxTree.ParseText($"{Source}\npublic class Asked {{ public {type} Field = default!; }}")],
        [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
}
