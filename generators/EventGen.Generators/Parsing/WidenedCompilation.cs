using EventGen.Generators.Emission;
using EventGen.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EventGen.Generators.Parsing;

/// <summary>
/// The project as the compiler will see it: with the generated global using. What is in reach only through that is
/// unknown while the generator runs, and would be lost although the project compiles.
/// </summary>
/// <remarks>Made only when something is unknown. Thread safe; two that ask at once both get the same types.</remarks>
internal sealed class WidenedCompilation(Compilation compilation, GeneratedNames names)
{
    private volatile Compilation? _widened;

    public Compilation Value => _widened ??= Widen();

    private Compilation Widen()
    {
        if (names.Namespace.Length == 0 || compilation.SyntaxTrees.FirstOrDefault() is not { Options: CSharpParseOptions options }) return compilation;
        return compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(UsingsEmitter.Emit(names), options));
    }
}
