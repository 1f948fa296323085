namespace EventGen.Tests;

/// <summary>The four calls that emit an event, as cases of theories.</summary>
public enum EmitCall
{
    Emit,
    InvokeAsync,
    EmitAsync,
    TryEnqueue,
}
