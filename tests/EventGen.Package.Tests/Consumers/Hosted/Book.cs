namespace Hosted;

internal sealed class Book
{
    public override string ToString() => "the book of the scope";
}
