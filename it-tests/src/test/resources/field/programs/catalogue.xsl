<?xml version="1.0"?>
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="xml" indent="yes"/>
  <xsl:key name="by-kind" match="book" use="@kind"/>
  <xsl:param name="least" select="20"/>

  <xsl:template match="/catalogue">
    <report>
      <xsl:for-each select="book[generate-id() = generate-id(key('by-kind', @kind)[1])]">
        <xsl:sort select="@kind"/>
        <kind name="{@kind}" books="{count(key('by-kind', @kind))}">
          <sum><xsl:value-of select="format-number(sum(key('by-kind', @kind)/price), '#,##0.00')"/></sum>
          <xsl:apply-templates select="key('by-kind', @kind)[price &gt;= $least]">
            <xsl:sort select="price" data-type="number" order="descending"/>
            <xsl:sort select="title"/>
          </xsl:apply-templates>
        </kind>
      </xsl:for-each>
      <xsl:call-template name="countdown"><xsl:with-param name="n" select="200"/></xsl:call-template>
    </report>
  </xsl:template>

  <xsl:template match="book">
    <title position="{position()}">
      <xsl:value-of select="translate(title, 'abc', 'ABC')"/>
      <xsl:text>, </xsl:text>
      <xsl:number count="book" level="single" format="i"/>
    </title>
  </xsl:template>

  <xsl:template name="countdown">
    <xsl:param name="n"/>
    <xsl:choose>
      <xsl:when test="$n &gt; 0">
        <xsl:call-template name="countdown"><xsl:with-param name="n" select="$n - 1"/></xsl:call-template>
      </xsl:when>
      <xsl:otherwise><end/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
