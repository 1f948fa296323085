using Microsoft.CodeAnalysis.Text;

namespace EventGen.TestKit;

/// <summary>A place in a source where a test expects a diagnostic.</summary>
/// <param name="Id">Its id; <see langword="null"/> for the only one the analyzer has.</param>
/// <param name="Span">Where, in the text without the marks.</param>
internal readonly record struct MarkedSpan(string? Id, TextSpan Span);
