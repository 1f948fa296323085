// What PublicApiTests reads; a few lines of everything a signature may hold.
#pragma warning disable IDE0051
namespace EventGen.TestKit.Tests.Approval;

public interface IShape<out T> where T : class?
{
    T? Tag { get; }
}

internal interface IUnseen;

public abstract class Shape(string name) : IShape<string>, IUnseen, IDisposable
{
    public const int Corners = 4;

    public event EventHandler? Moved;

    public string? Tag { get; protected init; }

    public required int Size { get; set; }

    internal string Name { get; } = name;

    public static implicit operator string(Shape shape) => shape.Name;

    public abstract ValueTask<TResult> MeasureAsync<TResult>(Func<Shape, TResult?> measure, CancellationToken cancellationToken = default)
        where TResult : notnull;

    public virtual void Dispose()
    {
        OnMoved();
        GC.SuppressFinalize(this);
    }

    protected internal void OnMoved() => Moved?.Invoke(this, EventArgs.Empty);

    private protected void Hidden() { }

    public sealed class Part
    {
        private Part() { }
    }

    internal sealed class Secret;
}

public readonly record struct Point(int X, int Y = 1);

public sealed record Named(string Name)
{
    public override string ToString() => Name;
}

public static class ShapeExtensions
{
    public static bool TryName(this Shape shape, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? name, params int[] rest)
    {
        name = rest.Length == 0 ? shape.Name : null;
        return name is not null;
    }
}

public enum Colour : byte
{
    Red = 2,
    Blue = 1,
}

public delegate void Draw(in Point point, ref int count);
