using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace EventGen.TestKit;

/// <summary>An additional file of a project under test.</summary>
internal sealed class AdditionalSource(SourceFile file) : AdditionalText
{
    private readonly SourceText _text = SourceText.From(file.Text, Encoding.UTF8);

    public override string Path => file.Path ?? throw new InvalidOperationException("An additional file needs a path.");

    public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
}
